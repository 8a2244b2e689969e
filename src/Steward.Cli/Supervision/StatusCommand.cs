using System.Globalization;
using System.Text.Json;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed record StatusOptions(bool Plain, bool ExitCodeTells);

/// <summary><c>steward status</c>, apart from its parsing: the plain forms come here without it.</summary>
internal static class StatusCommand
{
    public static ExitCode Run(StatusOptions options, CommandContext context)
    {
        StateFileCare.HealCorrupt(context);
        var presence = Presence.Look(context);
        if (presence is Presence.Stale) StateFileCare.CleanStale(context);
        if (context.Json) WriteJson(presence, context);
        else if (options.Plain) context.Terminal.Out.WriteLine(PlainLine(presence));
        else WriteWords(presence, context);
        return options.ExitCodeTells && presence is not Presence.Running ? ExitCode.NotRunning : ExitCode.Ok;
    }

    public static string PlainLine(Presence presence) => presence switch
    {
        Presence.Running { Daemon: var daemon } => string.Create(
            CultureInfo.InvariantCulture,
            $"daemon  {daemon.Status}   pid={daemon.Pid}   port={daemon.Port}   sessions={daemon.LiveSessions}   uptime={Durations.Rough(daemon.Uptime)}"),
        _ => $"daemon  {Word(presence)}",
    };

    private static void WriteWords(Presence presence, CommandContext context)
    {
        var (output, style) = (context.Terminal.Out, context.Terminal.OutStyle);
        switch (presence)
        {
            case Presence.Running { Daemon: var daemon }:
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{style.Green("●")} {daemon.Status}  pid={daemon.Pid}  port={daemon.Port}  uptime={Durations.Rough(daemon.Uptime)}  sessions={daemon.LiveSessions}"));
                foreach (var call in OwnerCalls.Of(daemon)) output.WriteLine($"  {style.Yellow("!")} {call}");
                foreach (var notice in daemon.Notices) output.WriteLine($"  {style.Yellow("!")} {SafeText.Line(notice)}");
                WriteOtherBuild(daemon, context);
                break;
            case Presence.Parked { Record: var record }:
                foreach (var line in ParkedWords.Of(record)) output.WriteLine(line.StartsWith(' ') ? line : $"{style.Red("○")} {line}");
                output.WriteLine($"  fix: {record.Fix}");
                break;
            case Presence.Silent silent:
                output.WriteLine($"{style.Yellow("○")} not answering  (keeper pid={silent.KeeperPid}: {silent.Why.TrimEnd('.')})");
                break;
            case Presence.Stale:
                output.WriteLine($"{style.Dim("○")} stale (cleaned up)");
                break;
            default:
                output.WriteLine($"{style.Dim("○")} stopped  (no daemon process found)");
                break;
        }
    }

    private static void WriteOtherBuild(DaemonSight daemon, CommandContext context)
    {
        if (!daemon.Contract.Speaks(Protocol.Contract.WireContract.Current))
            context.Terminal.Error.WriteLine($"{new ContractMismatchException(daemon.Contract).Message} (steward restart --all)");
    }

    private static void WriteJson(Presence presence, CommandContext context)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("status", Word(presence));
            if (presence is Presence.Running { Daemon: var daemon }) WriteDaemon(json, daemon);
            if (presence is Presence.Parked { Record: var parked })
            {
                json.WriteString("reason", parked.Message);
                json.WriteString("code", parked.Code);
                json.WriteString("fix", parked.Fix);
            }
            if (presence is Presence.Silent silent) json.WriteString("reason", silent.Why);
            json.WriteEndObject();
        }
        context.Terminal.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteDaemon(Utf8JsonWriter json, DaemonSight daemon)
    {
        json.WriteNumber("sessions", daemon.LiveSessions);
        foreach (var property in daemon.Root.EnumerateObject())
        {
            if (property.NameEquals("status")) continue;
            json.WritePropertyName(property.NameEquals("sessions") ? "liveSessions" : property.Name);
            property.Value.WriteTo(json);
        }
    }

    private static string Word(Presence presence) => presence switch
    {
        Presence.Running { Daemon: var daemon } => daemon.Status,
        Presence.Parked => "parked",
        Presence.Silent => "not-answering",
        Presence.Stale => "stale",
        _ => "stopped",
    };
}
