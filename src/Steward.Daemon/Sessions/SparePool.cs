using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Agents;
using Steward.Daemon.Children;
using Steward.Daemon.Logs;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Protocol.Files;

namespace Steward.Daemon.Sessions;

/// <summary>
/// At most one process for each agent that is started ahead of its session. Nothing of it is written down: to the daemon that comes after this one it is a
/// process that belongs to nobody, and is ended. From the commit that names it on it is its session's, as any other process.
/// </summary>
internal sealed class SparePool(AgentDirectory agents, AgentLauncher launcher, IProcessKeeper keeper, StewardHome home, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>How long it waits for the first message of the session that it was given to.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Spare> _spares = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpareShape> _lastShapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _restUntil = new(StringComparer.Ordinal);

    /// <summary>Whether a session that was given a process needs it no more.</summary>
    public Func<SessionId, bool> IsOver { get; init; } = static _ => false;

    public Func<bool> IsStopping { get; init; } = static () => false;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            foreach (var agent in agents.All)
                See(agent);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Gives a new session the id that a process was started for, if there is one that fits.</summary>
    public SessionCreated Give(SessionCreated planned)
    {
        if (planned is not { Worktree: null, SystemPrompt: null, Directories.Count: 0 } || agents.Find(planned.Agent) is not { Settings.Spare: true })
            return planned;
        var shape = SpareShape.Of(planned);
        lock (_gate)
        {
            if (_lastShapes.GetValueOrDefault(planned.Agent) != shape)
                _restUntil.Remove(planned.Agent);
            _lastShapes[planned.Agent] = shape;
            if (_spares.GetValueOrDefault(planned.Agent) is not { GivenAt: null } spare || spare.Shape != shape)
                return planned;
            spare.GivenAt = time.GetUtcNow();
            return planned with { SessionId = spare.State.Id };
        }
    }

    /// <summary>The process that was started ahead for the session, if it is still the one that would be started; the same answer until it is handed over.</summary>
    public LaunchId? Claim(SessionState state)
    {
        Spare? spare;
        lock (_gate)
            spare = _spares.Values.FirstOrDefault(own => own.State.Id == state.Id);
        if (spare is null)
            return null;
        if (IsWanted(spare, state))
            return spare.Launch;
        End(spare.Launch);
        return null;
    }

    /// <summary>It is its session's now.</summary>
    public void HandOver(LaunchId launch) => Remove(launch);

    public void End(LaunchId launch)
    {
        if (Remove(launch))
            keeper.Stop(launch, Grace);
    }

    /// <summary>A process that is no session's has ended, or could not be started.</summary>
    public void Gone(LaunchId launch)
    {
        lock (_gate)
            if (_spares.FirstOrDefault(own => own.Value.Launch == launch) is { Key: { } agent })
                _restUntil[agent] = time.GetUtcNow() + RestAfterFailure;
        Remove(launch);
    }

    private bool Remove(LaunchId launch)
    {
        lock (_gate)
            return _spares.FirstOrDefault(own => own.Value.Launch == launch) is { Key: { } agent } && _spares.Remove(agent);
    }

    private bool IsWanted(Spare spare, SessionState state)
    {
        try
        {
            return spare.Is(launcher.Plan(state, spare.Launch));
        }
        catch (Exception failure) when (failure is LaunchRefusedException or IOException or UnauthorizedAccessException)
        {
            // The session says so itself, with what it would start.
            return false;
        }
    }

    private void See(KnownAgent agent)
    {
        Spare? spare;
        bool rests;
        lock (_gate)
        {
            spare = _spares.GetValueOrDefault(agent.Settings.Name);
            rests = _restUntil.GetValueOrDefault(agent.Settings.Name) > time.GetUtcNow();
        }
        if (spare is not null && IsOfNoUse(spare, agent))
            End(spare.Launch);
        else if (spare is null && !rests && agent.Settings.Spare && !IsStopping())
            Begin(agent);
    }

    private bool IsOfNoUse(Spare spare, KnownAgent agent) => spare.GivenAt is { } at
        ? time.GetUtcNow() - at > LongestWait || IsOver(spare.State.Id)
        : spare.Shape != ShapeOf(agent) || spare.Login != launcher.LoginOf(spare.State);

    /// <summary>The next session will be like the last one.</summary>
    private SpareShape ShapeOf(KnownAgent agent)
    {
        var settings = agent.Settings;
        lock (_gate)
            return _lastShapes.GetValueOrDefault(settings.Name) ?? new SpareShape(
                settings.Name, settings.Workspace ?? Path.Combine(home.AgentHome(settings.Name), "workspace"), null, settings.Sandbox.IsOn, false, null, null);
    }

    private void Begin(KnownAgent agent)
    {
        var shape = ShapeOf(agent);
        var state = shape.StateOf(SessionId.From(new Guid(RandomNumberGenerator.GetBytes(16))), time.GetUtcNow());
        var spare = new Spare(shape, state, launcher.LoginOf(state));
        try
        {
            var start = spare.Start = launcher.Plan(state, spare.Launch);
            lock (_gate)
                _spares[agent.Settings.Name] = spare;
            keeper.Start(start.Process);
        }
        catch (Exception refused) when (refused is LaunchRefusedException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            lock (_gate)
                _restUntil[agent.Settings.Name] = time.GetUtcNow() + RestAfterFailure;
            Remove(spare.Launch);
            log.SpareNotStarted(agent.Settings.Name, refused.Message);
        }
    }
}
