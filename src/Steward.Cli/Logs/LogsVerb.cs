using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Logs;

internal sealed class LogsVerb : Verb
{
    private readonly Argument<string?> target = new("target") { Arity = ArgumentArity.ZeroOrOne, Description = "a session; without one, the daemon itself" };
    private readonly Option<int> lines = new("--lines", "-n") { DefaultValueFactory = static _ => 50, Description = "how many lines (50)", HelpName = "count" };
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "go on as lines come (the default on a terminal)" };
    private readonly Option<bool> noFollow = new("--no-follow") { Description = "end after printing" };
    private readonly Option<string?> since = new("--since") { Description = "only what is newer: 5m, 2h, or a time", HelpName = "time" };
    private readonly Option<string> format = new("--format") { DefaultValueFactory = static _ => "text", Description = "text, json or raw", HelpName = "form" };
    private readonly Option<bool> path = new("--path") { Description = "print only where the log is" };

    public LogsVerb() : base("logs", "Show the log of the daemon or of a session")
    {
        Add(target);
        foreach (var option in (ReadOnlySpan<Option>)[lines, follow, noFollow, since, format, path]) Add(option);
        format.AcceptOnlyFromAmong("text", "json", "raw");
    }

    public override string Examples => """
        steward logs
        steward logs --lines 200 --no-follow
        steward logs fix-tests --follow
        steward logs --since 5m --format json
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            ended.Cancel();
        });
        var wanted = new LogQuery(
            CheckCount(parsed.GetValue(lines)), Follows(parsed, context), Since(parsed.GetValue(since), context), Format(parsed, context));
        if (parsed.GetValue(target) is { } session) return await SessionLog.RunAsync(session, wanted, parsed.GetValue(path), context, ended.Token);
        if (parsed.GetValue(path)) context.Terminal.Out.WriteLine(context.Home.LogLink);
        else await DaemonAsync(wanted, context, ended.Token);
        return ExitCode.Ok;
    }

    private static async Task DaemonAsync(LogQuery wanted, CommandContext context, CancellationToken stop)
    {
        var (tail, end) = DaemonLog.Tail(context, wanted.Lines, wanted.Since);
        foreach (var line in tail) context.Terminal.Out.WriteLine(LogLine.Render(line, wanted.Format));
        if (wanted.Follow) await DaemonLog.FollowAsync(context, end, wanted.Format, stop);
        else if (tail.Count == 0 && !context.Json) context.Terminal.Error.WriteLine($"nothing in {context.Shown(context.Home.LogLink)} yet");
    }

    private bool Follows(ParseResult parsed, CommandContext context) =>
        parsed.GetValue(follow) || (context.Terminal.OutputIsTerminal && !parsed.GetValue(noFollow));

    private LogFormat Format(ParseResult parsed, CommandContext context) => parsed.GetValue(format) switch
    {
        "json" => LogFormat.Json,
        "raw" => LogFormat.Raw,
        _ => context.Json ? LogFormat.Json : LogFormat.Text,
    };

    private static int CheckCount(int count) => count is >= 0 and <= 1_000_000
        ? count
        : throw new CommandException("bad_count", "usage", "--lines takes a number from 0 to 1000000.", "steward logs --lines 200", ExitCode.Usage);

    private static DateTimeOffset? Since(string? text, CommandContext context)
    {
        if (text is null) return null;
        if (Durations.Parse(text.EndsWith(" ago", StringComparison.Ordinal) ? text[..^4] : text) is { } span) return context.Time.GetUtcNow() - span;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at)) return at;
        throw new CommandException(
            "bad_time", "usage", $"--since takes a time such as 5m, 2h or 2026-01-31T10:00, not {SafeText.Line(text)}.", "steward logs --since 5m", ExitCode.Usage);
    }
}

internal sealed record LogQuery(int Lines, bool Follow, DateTimeOffset? Since, LogFormat Format);
