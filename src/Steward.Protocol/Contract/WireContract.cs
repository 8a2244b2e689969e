namespace Steward.Protocol.Contract;

/// <summary>The promise between a daemon and its clients. One constant, built into both, so a mismatch always means different code.</summary>
public sealed record WireContract(string Name, int Version)
{
    public static WireContract Current { get; } = new("steward-v3", 1) { Compatible = ["opta-daemon-v3@1"] };

    /// <summary>The version of the protocol's words, as older clients ask for it.</summary>
    public const string ProtocolVersion = "3.0.0";

    public IReadOnlyList<string> Compatible { get; init; } = [];

    public bool Speaks(WireContract other) =>
        (Name == other.Name && Version == other.Version) || Compatible.Contains(other.ToString()) || other.Compatible.Contains(ToString());

    public override string ToString() => $"{Name}@{Version}";
}
