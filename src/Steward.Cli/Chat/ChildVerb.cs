using System.Diagnostics;
using Steward.Cli.Supervision;

namespace Steward.Cli.Chat;

/// <summary>A verb of the command line in the middle of a chat: this program again, with the terminal to itself, so that it prints the same.</summary>
internal static class ChildVerb
{
    public static async Task RunAsync(CommandContext context, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var program = KeeperCommand.OwnProgram();
        var start = new ProcessStartInfo(program[0]) { UseShellExecute = false, WorkingDirectory = context.Directory };
        foreach (var argument in program.Skip(1).Concat(Global(context)).Concat(arguments)) start.ArgumentList.Add(argument);
        start.Environment["STEWARD_HOME"] = context.Home.Root;
        using var child = Process.Start(start) ?? throw new InvalidOperationException($"{program[0]} did not start.");
        await child.WaitForExitAsync(stop);
    }

    private static IEnumerable<string> Global(CommandContext context)
    {
        if (context.Home.Profile is { } profile) yield return $"--profile={profile}";
        if (!context.Autostart) yield return "--no-autostart";
    }
}
