using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sandboxing;

/// <summary>Beside the demo, one that is always walled in and has no network.</summary>
public sealed class WalledSteward : StewardUnderTest
{
    public const string Offline = "offline";

    protected override string MoreAgents => $$"""
        , "{{Offline}}": {
          "runtime": "demo", "sandbox": { "mode": "on", "network": false },
          "environment": { "STEWARD_DEMO_SCRIPT": "1", "STEWARD_DEMO_PACE_MS": "0" }
        }
        """;
}
