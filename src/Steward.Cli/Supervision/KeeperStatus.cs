using System.Text.Json;

namespace Steward.Cli.Supervision;

/// <summary>The line with which a new keeper says how its start went. Read by hand: every start waits for it.</summary>
internal sealed record KeeperStatus(bool Ok)
{
    public int DaemonPid { get; init; }

    public int Port { get; init; }

    public string? Code { get; init; }

    public int Exit { get; init; }

    public string? Message { get; init; }

    /// <summary>Who is in the way, where that is known.</summary>
    public int? Pid { get; init; }

    public static KeeperStatus? Parse(string? line)
    {
        try
        {
            if (line is null) return null;
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new KeeperStatus(root.GetProperty("ok").GetBoolean())
            {
                DaemonPid = Number(root, "daemonPid") ?? 0,
                Port = Number(root, "port") ?? 0,
                Code = Text(root, "code"),
                Exit = Number(root, "exit") ?? 0,
                Message = Text(root, "message"),
                Pid = Number(root, "pid"),
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // Cut off by the keeper's death: as good as no line.
            return null;
        }
    }

    private static int? Number(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
