using System.Collections.Immutable;
using Steward.Daemon.Agents;
using Steward.Daemon.Configuration;
using Steward.Daemon.Files;
using Steward.Domain.Sessions;
using Steward.Protocol.Files;
using Steward.Runtimes;

namespace Steward.Daemon.Sandboxing;

/// <summary>From a session and its agent's settings to what its sandbox holds.</summary>
internal sealed class SandboxPlanner(StewardHome home)
{
    private static readonly ImmutableArray<string> OfTheSystem = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev", "/run", "/boot", "/var"];

    public SandboxPlan Plan(SessionState state, AgentSettings settings, LaunchPlan launch, string? program)
    {
        var agentHome = home.AgentHome(state.Agent);
        var plan = new SandboxPlan
        {
            Directory = state.Directory,
            Hidden = home.Root,
            Network = settings.Sandbox.Network,
            Readable = [.. launch.Readable, .. settings.Sandbox.Readable, .. program is null ? [] : (string[])[program]],
            Writable = [agentHome, .. settings.Sandbox.Writable, .. settings.Options.Directories],
            Guarded = [AgentHomes.FilesOfDaemon(home, state.Agent)],
        };
        plan = state.Worktree is { } worktree
            ? GitGuards.WithWorktree(plan, worktree)
            : GitGuards.WithRepositoryIn(plan with { Writable = plan.Writable.Add(state.Directory) }, state.Directory);
        foreach (var path in plan.Writable)
            Check(path, agentHome);
        return plan with { Readable = WithRealPlaces(plan.Readable), Writable = WithRealPlaces(plan.Writable) };
    }

    /// <exception cref="NoSandboxException">A sandbox that may write there would be none.</exception>
    public void Check(string path, string agentHome)
    {
        var real = Posix.RealPath(path) ?? path;
        var root = Posix.RealPath(home.Root) ?? home.Root;
        if (real == "/" || OfTheSystem.Any(folder => IsIn(real, folder) && !IsIn(real, root)))
            throw new NoSandboxException($"There is no sandbox that may write to {path}: it is a part of the system.", "Work in another folder.");
        // An agent that wrote a link into its own home must not be led to another place by it the next time.
        if (IsIn(path, home.Root) && !IsIn(path, agentHome) || IsIn(path, home.Root) != IsIn(real, root)
            || IsIn(path, home.Root) && Path.GetRelativePath(home.Root, path) != Path.GetRelativePath(root, real))
            throw new NoSandboxException($"There is no sandbox that may write to {path}: it leads to Steward's own files, or out of the agent's home.", "Work in another folder.");
    }

    /// <summary>A path through links leads to the same place inside, and so does the place itself.</summary>
    private static ImmutableArray<string> WithRealPlaces(IEnumerable<string> paths) =>
        [.. paths.SelectMany(static path => (IEnumerable<string>)[path, Posix.RealPath(path) ?? path]).Distinct().Where(Path.Exists)];

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
