using System.Collections.Concurrent;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Logs;
using Steward.Daemon.Sessions.Stored;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>All sessions: the live ones as hosts, the others in the journal until somebody asks for them.</summary>
internal sealed class SessionRegistry(HostServices services, CancellationToken stop) : IDisposable
{
    private readonly ConcurrentDictionary<string, SessionHost> _hosts = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _creating = new(1, 1);
    private readonly Lock _opening = new();

    public IEnumerable<SessionHost> Hosts => _hosts.Values;

    public int BusyCount => _hosts.Values.Count(static host => host.State.IsBusy);

    /// <summary>Takes up everything that was live when the last daemon ended, and what its owner should still see.</summary>
    public IReadOnlyList<SessionHost> OpenLive()
    {
        var now = services.Time.GetUtcNow();
        return [.. services.Journal.LoadLive().Select(row => SessionRows.StateOf(services.Journal, row))
            .Where(state => SessionRows.HasWorkLeft(state) || state.AwaitsOwner(now)).Select(Host)];
    }

    public SessionHost? Find(SessionId id)
    {
        if (_hosts.TryGetValue(id.Value, out var host))
            return host.State.End == SessionEnd.Deleted ? null : host;
        var row = services.Journal.LoadState(id.Value);
        if (row is null || row.Columns.Deleted)
            return null;
        var state = SessionRows.StateOf(services.Journal, row);
        lock (_opening)
        {
            if (_hosts.TryGetValue(id.Value, out host))
                return host;
            host = Host(state);
        }
        host.Begin(stop);
        return host;
    }

    /// <summary>Sees which processes were given another login than they would be given now, and has them told.</summary>
    public void SeeLogins()
    {
        foreach (var host in _hosts.Values)
            if (host.Child is { } child && child.Login.Compare(services.Launcher.LoginOf(host.State)))
                host.Wake();
    }

    public SessionHost? FindByLaunch(LaunchId launch)
    {
        var dash = launch.Value.LastIndexOf('-');
        return dash > 0 && _hosts.TryGetValue(launch.Value[..dash], out var host) ? host : null;
    }

    /// <summary>Every session that is not deleted, newest first.</summary>
    public IEnumerable<SessionState> List(bool includeArchived)
    {
        SessionCursor? after = null;
        while (services.Journal.ListSessions(256, after, includeArchived) is { Count: > 0 } page)
        {
            foreach (var row in page)
                yield return _hosts.TryGetValue(row.Session, out var host) ? host.State : SessionRows.StateOf(services.Journal, row);
            after = new SessionCursor(page[^1].Columns.CreatedAt, page[^1].Session);
        }
    }

    /// <summary>Sessions by id, short id, name or pid; more than one when that is ambiguous.</summary>
    public IReadOnlyList<SessionState> Resolve(string target)
    {
        if (target.StartsWith("sess_", StringComparison.Ordinal))
            return Find(new SessionId(target)) is { } exact ? [exact.State] : [];
        return [.. List(includeArchived: true).Where(state =>
            state.Id.ShortId == target || state.Name == target || state.Process?.Pid?.ToString() == target)];
    }

    /// <summary>The answer that a request with this key had before. It is looked for first: what was true then may not be now.</summary>
    public IdempotencyRecord? AnswerTo(string scope, string? key) => key is null ? null : services.Journal.FindKey(scope, key)?.Record;

    public async Task<HostAnswer> CreateAsync(
        SessionCreated created, IdempotencyClaim? claim, CancellationToken cancellationToken)
    {
        await _creating.WaitAsync(cancellationToken);
        try
        {
            if (claim is not null && services.Journal.FindKey(claim.Scope, claim.Key) is { } before)
                return new HostAnswer(null, before.Record);
            if (created.Name is { } name && Resolve(name).Any(static taken => taken.End is null))
                throw new NameTakenException(name);
            created = services.Spares.Give(created);
            var now = DateTimeOffset.FromUnixTimeMilliseconds(services.Time.GetUtcNow().ToUnixTimeMilliseconds());
            var decision = SessionRules.Create(created, now);
            await services.Journal.AppendAsync(BatchOf(created, decision, claim, now), cancellationToken);
            SessionLog.Tell(services.Log, decision.State, decision.Events);
            Host(decision.State).Begin(stop);
            return new HostAnswer(decision, null);
        }
        finally
        {
            _creating.Release();
        }
    }

    public void Dispose() => _creating.Dispose();

    private SessionHost Host(SessionState state) => _hosts.GetOrAdd(state.Id.Value, _ => new SessionHost(state, services, ForgetAsync));

    private async Task ForgetAsync(SessionHost host, CancellationToken cancellationToken)
    {
        services.Images.Forget(host.Id);
        DeleteFilesOf(host.State);
        await services.Journal.DeleteSessionAsync(host.Id.Value, cancellationToken);
        _hosts.TryRemove(host.Id.Value, out _);
    }

    private void DeleteFilesOf(SessionState state)
    {
        try
        {
            foreach (var file in services.Launcher.FilesOf(state))
                File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // They are in the agent's own home, where it may have made anything of them; the session is deleted all the same.
            services.Log.SessionFailed(failure, state.Id.Value);
        }
    }

    private static JournalBatch BatchOf(SessionCreated created, Decision decision, IdempotencyClaim? claim, DateTimeOffset now) => new()
    {
        Session = decision.State.Id.Value,
        ExpectedSeq = 0,
        Events = [new JournalEvent(EventNames.NameOf(created), now, DomainJson.Write(created))],
        State = SessionJson.Write(decision.State),
        Columns = SessionRows.ColumnsOf(decision.State),
        Keys = claim is null ? [] : [claim.Record(decision)],
    };
}

internal sealed class NameTakenException(string name) : Exception($"A session is called {name} already.")
{
    public string Name { get; } = name;
}
