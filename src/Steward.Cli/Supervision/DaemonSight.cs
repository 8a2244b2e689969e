using System.Text.Json;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Contract;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Supervision;

/// <summary>What a daemon says of itself, each field read when it is asked for: <c>status</c> wants five of them, and at once.</summary>
internal sealed class DaemonSight(JsonElement root)
{
    public JsonElement Root => root;

    public int Pid => root.GetProperty("pid").GetInt32();

    public int Port => root.GetProperty("port").GetInt32();

    /// <summary>running or stopping.</summary>
    public string Status => Text("status");

    public string Cwd => Text("cwd");

    public DateTimeOffset StartedAt => root.GetProperty("startedAt").GetDateTimeOffset();

    public TimeSpan Uptime => TimeSpan.FromSeconds(root.GetProperty("uptimeSec").GetInt64());

    public int LiveSessions => root.GetProperty("runtime").GetProperty("liveSessionCount").GetInt32();

    public IEnumerable<string> Notices
    {
        get
        {
            foreach (var notice in root.GetProperty("notices").EnumerateArray()) yield return notice.GetString() ?? "";
        }
    }

    public WireContract Contract
    {
        get
        {
            var contract = root.GetProperty("contract");
            var compatible = new List<string>();
            if (contract.TryGetProperty("compatible", out var names))
                foreach (var name in names.EnumerateArray()) compatible.Add(name.GetString() ?? "");
            return new WireContract(contract.GetProperty("name").GetString() ?? "", contract.GetProperty("version").GetInt32()) { Compatible = compatible };
        }
    }

    public IReadOnlyList<SessionView> Sessions() =>
        root.GetProperty("sessions").Deserialize(WireJson.Default.IReadOnlyListSessionView) ?? [];

    /// <exception cref="BadAnswerException">It lacks what every daemon says.</exception>
    public static DaemonSight Parse(byte[] json)
    {
        try
        {
            var sight = new DaemonSight(JsonDocument.Parse(json).RootElement);
            _ = (sight.Pid, sight.Port, sight.Status, sight.Uptime, sight.LiveSessions);
            return sight;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new BadAnswerException("The daemon's answer about itself is not understood.", wrong);
        }
    }

    private string Text(string name) => root.GetProperty(name).GetString() ?? "";
}
