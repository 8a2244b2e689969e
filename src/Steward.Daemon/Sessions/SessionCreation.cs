using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Agents;
using Steward.Daemon.Api;
using Steward.Daemon.Configuration;
using Steward.Daemon.Sandboxing;
using Steward.Daemon.Trust;
using Steward.Daemon.Worktrees;
using Steward.Domain.Events;
using Steward.Domain.Sessions;
using Steward.Protocol;
using Steward.Protocol.Errors;
using Steward.Protocol.Files;
using Steward.Protocol.Sessions;
using Steward.Runtimes;

namespace Steward.Daemon.Sessions;

/// <summary>Checks what a new session is asked to be, and makes it.</summary>
internal sealed partial class SessionCreation(
    SessionRegistry registry, AgentDirectory agents, SessionChoiceDesk choices, SessionViews views, Func<Settings> settings, StewardHome home, HostServices services)
{
    private const int MaxTitle = 200;
    private const int MaxPath = 4096;
    private const string KeyScope = "sessions";

    public async Task CreateAsync(HttpContext context, RouteValues values)
    {
        var (request, bytes) = await HttpJson.ReadAsync(context, WireJson.Default.CreateSessionRequest);
        if (registry.AnswerTo(KeyScope, Claims.KeyOf(context, request?.RequestId)) is { } answered)
        {
            await Claims.RepeatAsync(context, answered, bytes);
            return;
        }
        // Git is asked, and files are looked at.
        var created = await Task.Run(() => Plan(request ?? new CreateSessionRequest()), context.RequestAborted);
        var claim = Claims.Of(context, request?.RequestId, KeyScope, bytes, StatusCodes.Status201Created,
            decision => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(views.Of(decision.State), WireJson.Default.SessionView));
        var answer = await registry.CreateAsync(created, claim, context.RequestAborted);
        if (answer.Before is { } before)
            await Claims.RepeatAsync(context, before, bytes);
        else
            await AnswerAsync(context, answer.Decision!.State);
    }

    private async Task AnswerAsync(HttpContext context, SessionState state)
    {
        if (state.Worktree is { } worktree)
            await MakeAsync(state, worktree);
        var view = views.Of(state);
        if (state.Attended && agents.Find(state.Agent) is { } agent && Untrusted(agent.Runtime, state.Worktree?.Source ?? state.Directory) is { Count: > 0 } leftOut)
            view = view with { LeftOut = leftOut };
        await HttpJson.WriteAsync(context, view, WireJson.Default.SessionView, StatusCodes.Status201Created);
    }

    /// <summary>The session is in the journal by now, so what is made, or half made, is never nobody's.</summary>
    private async Task MakeAsync(SessionState state, SessionWorktree worktree)
    {
        try
        {
            await Task.Run(() => services.Worktrees.Make(worktree, state.Directory));
        }
        catch (Exception failure) when (failure is WorktreeException or IOException or UnauthorizedAccessException)
        {
            if (registry.Find(state.Id) is { } host)
                await host.AskAsync(new EndSession(SessionEnd.Deleted), null, CancellationToken.None);
            throw new ApiException(400, new ErrorBody("no_worktree", "workspace", failure.Message, false, "Mend that, or leave --spawn-mode out."));
        }
    }

    public static string RequireName(string name) => NamePattern().IsMatch(name) && !name.StartsWith("sess_", StringComparison.Ordinal)
        ? name
        : throw ApiException.BadRequest("bad_name", "A name has 1 to 64 letters, digits, '.', '_' or '-', and begins with a letter or digit.");

    public static string? Shorten(string? title) => title is { Length: > MaxTitle } ? title[..MaxTitle] : title;

    public SessionCreated Plan(CreateSessionRequest request)
    {
        var name = request.Agent ?? agents.Default;
        var agent = agents.Find(name) ?? throw ApiException.BadRequest("unknown_agent", $"There is no agent called {name}.",
            $"Known: {string.Join(", ", agents.All.Select(static known => known.Settings.Name))}. Agents are set up in config.json.");
        var chosen = choices.Check(agent.Settings.Name, request.Model, request.PermissionMode);
        var limits = SessionLimits.Default with
        {
            PermissionTimeout = request.Headless ? TimeSpan.Zero : TimeoutOf(request, agent.Settings),
            IdleTimeout = agent.Settings.IdleTimeout ?? SessionLimits.Default.IdleTimeout,
            StallTimeout = agent.Settings.StallTimeout ?? SessionLimits.Default.StallTimeout,
            StallCancel = agent.Settings.StallCancel ?? SessionLimits.Default.StallCancel,
            TurnOutputBytes = agent.Settings.TurnOutputBytes ?? SessionLimits.Default.TurnOutputBytes,
        };
        var sandbox = request.Sandbox || agent.Settings.Sandbox.IsOn;
        var session = SessionId.From(new Guid(RandomNumberGenerator.GetBytes(16)));
        var (directory, worktree) = PlaceOf(request, agent.Settings, session);
        var additions = SessionAdditions.Of(request, agent);
        if (sandbox)
            RequireSandbox(worktree is null ? additions.Directories.Add(directory) : additions.Directories, agent.Settings);
        // A working copy is not there yet; it will hold what its source holds.
        RequireTrust(agent.Runtime, worktree?.Source ?? directory, request.Attended && !request.Headless);
        return new SessionCreated
        {
            SessionId = session,
            Agent = agent.Settings.Name,
            Directory = directory,
            Worktree = worktree,
            Sandbox = sandbox,
            Attended = request.Attended && !request.Headless,
            Title = Shorten(request.Title),
            Name = request.Name is { } wanted ? RequireName(wanted) : null,
            Metadata = Metadata.Of(request.Metadata),
            Limits = limits,
            Model = chosen.Model,
            PermissionMode = chosen.PermissionMode,
            SystemPrompt = additions.SystemPrompt,
            Directories = additions.Directories,
            SearchPath = request.Path is { Length: <= MaxPath } path && !path.Contains('\0', StringComparison.Ordinal) ? path : null,
        };
    }

    /// <summary>Said now rather than by a turn that cannot start.</summary>
    private void RequireSandbox(IEnumerable<string> writable, AgentSettings agent)
    {
        try
        {
            services.Sandboxes.Require();
            foreach (var folder in writable)
                new SandboxPlanner(home).Check(folder, home.AgentHome(agent.Name));
        }
        catch (NoSandboxException none)
        {
            throw new ApiException(409, new ErrorBody("no_sandbox", "workspace", none.Sentence, false, none.Fix));
        }
    }

    private void RequireTrust(IAgentRuntime runtime, string directory, bool attended)
    {
        if (!attended && Untrusted(runtime, directory) is { Count: > 0 } files)
            throw new ApiException(409, new ErrorBody("untrusted_workspace", "workspace", WorkspaceTrust.Sentence(files), false, $"{WorkspaceTrust.Fix} {directory}"));
    }

    private IReadOnlyList<string> Untrusted(IAgentRuntime runtime, string directory)
    {
        try
        {
            return services.Trust.Untrusted(runtime, directory, null);
        }
        catch (Exception unknown) when (unknown is TooMuchToTrustException or IOException or UnauthorizedAccessException)
        {
            return [directory];
        }
    }

    private TimeSpan TimeoutOf(CreateSessionRequest request, AgentSettings agent) => request.PermissionTimeoutMs switch
    {
        null => agent.PermissionTimeout ?? settings().PermissionTimeout,
        > 0 and <= 24 * 3600 * 1000L and var milliseconds => TimeSpan.FromMilliseconds((double)milliseconds),
        _ => throw ApiException.BadRequest("bad_timeout", "permissionTimeoutMs is from 1 to 86400000; `headless` decides at once."),
    };

    private (string Directory, SessionWorktree? Worktree) PlaceOf(CreateSessionRequest request, AgentSettings agent, SessionId session)
    {
        var directory = DirectoryOf(request, agent);
        if (request.SpawnMode is null or "same-dir")
            return (directory, null);
        if (request.SpawnMode != "worktree")
            throw ApiException.BadRequest("bad_spawn_mode", "spawnMode is same-dir or worktree.");
        var (worktree, inside) = services.Worktrees.Plan(directory, agent.Name, session);
        return (inside, worktree);
    }

    private string DirectoryOf(CreateSessionRequest request, AgentSettings agent)
    {
        var wanted = request.Directory ?? request.Metadata?.GetValueOrDefault("workspace") ?? agent.Workspace;
        if (wanted is null)
        {
            var own = Path.Combine(home.AgentHome(agent.Name), "workspace");
            Files.OwnerFiles.CreateDirectories(home.Root, own);
            return own;
        }
        return RequireFolder(wanted);
    }

    /// <summary>One that is there, by its absolute path.</summary>
    public static string RequireFolder(string wanted)
    {
        if (!Path.IsPathRooted(wanted) || wanted.Contains('\0', StringComparison.Ordinal) || wanted.Length > MaxPath)
            throw ApiException.BadRequest("bad_directory", "The folder must be an absolute path.");
        return Directory.Exists(wanted)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(wanted))
            : throw ApiException.BadRequest("no_directory", $"The folder {wanted} is not there.", "Make it first, or name another with --dir.");
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
