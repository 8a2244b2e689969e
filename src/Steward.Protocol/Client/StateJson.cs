using System.Text.Json;
using Steward.Protocol.Contract;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary>
/// Reads and writes <c>state.json</c> by hand. Every command reads it, most of them read nothing else of ours, and the serializer's
/// machinery for so many kinds of fields would be a third of their whole time.
/// </summary>
public static class StateJson
{
    /// <exception cref="JsonException">It is no state.</exception>
    public static DaemonState Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        try
        {
            return Read(root);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException("It lacks what a state must say.", wrong);
        }
    }

    /// <summary>As the serializer would write it: what is null is left out.</summary>
    public static byte[] Bytes(DaemonState state)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteProcesses(json, state);
            WriteAddress(json, state);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteProcesses(Utf8JsonWriter json, DaemonState state)
    {
        json.WriteNumber("pid", state.Pid);
        json.WriteNumber("pidStart", state.PidStart);
        json.WriteNumber("keeperPid", state.KeeperPid);
        json.WriteNumber("keeperPidStart", state.KeeperPidStart);
        json.WriteString("daemonId", state.DaemonId);
        json.WriteString("startedAt", state.StartedAt);
        json.WriteString("cwd", state.Cwd);
        WriteTexts(json, "workerKinds", state.WorkerKinds);
        json.WriteString("lastStatus", state.LastStatus);
        json.WriteString("version", state.Version);
        if (state.LastExit is not { } exit) return;
        json.WriteStartObject("lastExit");
        json.WriteString("reason", exit.Reason);
        json.WriteNumber("code", exit.Code);
        json.WriteString("at", exit.At);
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, DaemonState state)
    {
        json.WriteString("host", state.Host);
        json.WriteNumber("port", state.Port);
        json.WriteString("token", state.Token);
        json.WriteStartObject("contract");
        json.WriteString("name", state.Contract.Name);
        json.WriteNumber("version", state.Contract.Version);
        WriteTexts(json, "compatible", state.Contract.Compatible);
        json.WriteEndObject();
        if (state.ApiSocket is not null) json.WriteString("apiSocket", state.ApiSocket);
        if (state.LogsPath is not null) json.WriteString("logsPath", state.LogsPath);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    internal static WireContract ReadContract(JsonElement contract) =>
        new(Text(contract, "name"), contract.GetProperty("version").GetInt32()) { Compatible = Texts(contract, "compatible") };

    private static DaemonState Read(JsonElement root) => new()
    {
        Pid = root.GetProperty("pid").GetInt32(),
        PidStart = Number(root, "pidStart"),
        KeeperPid = (int)Number(root, "keeperPid"),
        KeeperPidStart = Number(root, "keeperPidStart"),
        Host = Text(root, "host"),
        Port = root.GetProperty("port").GetInt32(),
        Token = Text(root, "token"),
        DaemonId = Text(root, "daemonId"),
        StartedAt = root.GetProperty("startedAt").GetDateTimeOffset(),
        Cwd = Text(root, "cwd"),
        WorkerKinds = Texts(root, "workerKinds"),
        LastStatus = Text(root, "lastStatus"),
        Contract = ReadContract(root.GetProperty("contract")),
        Version = Text(root, "version"),
        ApiSocket = OptionalText(root, "apiSocket"),
        LogsPath = OptionalText(root, "logsPath"),
        LastExit = root.TryGetProperty("lastExit", out var exit) && exit.ValueKind == JsonValueKind.Object
            ? new LastExit(Text(exit, "reason"), exit.GetProperty("code").GetInt32(), exit.GetProperty("at").GetDateTimeOffset())
            : null,
    };

    private static string Text(JsonElement of, string name) =>
        of.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static string? OptionalText(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static List<string> Texts(JsonElement of, string name)
    {
        var texts = new List<string>();
        if (!of.TryGetProperty(name, out var values)) return texts;
        foreach (var value in values.EnumerateArray()) texts.Add(value.GetString() ?? throw new FormatException($"{name} holds null."));
        return texts;
    }
}
