using System.Runtime.CompilerServices;
using Steward.Cli.CommandLine;
using Steward.Cli.Roles;

namespace Steward.Cli;

internal static class Program
{
    /// <summary>
    /// One program, several roles. Each role is entered through a method of its own: a keeper lives for months and must not
    /// carry what the others load, and <c>--version</c> and <c>status</c> answer before a parser is even built.
    /// </summary>
    public static int Main(string[] args) => args switch
    {
        ["--version"] or ["version"] => Version(),
        ["keeper", ..] => KeeperRole.Run(args.AsSpan(1)),
        ["daemon-process"] => DaemonRole.Run(),
        ["demo-agent", ..] => DemoAgentRole.Run(args[1..]),
        _ => (int)RunCommand(args),
    };

    public static string VersionText => $"steward {typeof(Program).Assembly.GetName().Version?.ToString(3)}";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Version()
    {
        new Terminals.StandardStream(1).Write(System.Text.Encoding.UTF8.GetBytes(VersionText + "\n"));
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Protocol.Client.ExitCode RunCommand(string[] args) => CommandRunner.Run(args);
}
