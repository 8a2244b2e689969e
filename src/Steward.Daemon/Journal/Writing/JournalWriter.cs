using System.Diagnostics;
using System.Threading.Channels;

namespace Steward.Daemon.Journal.Writing;

/// <summary>
/// The one thread that writes. Everything that waits when it comes round shares one commit, and so one sync of the disk.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private static readonly TimeSpan Company = TimeSpan.FromMicroseconds(100);

    private readonly Channel<WriteRequest> _queue;
    private readonly Database _database;
    private readonly GroupTransaction _group;
    private readonly Ballast _ballast;
    private readonly Checkpoints _checkpoints;
    private readonly JournalOptions _options;
    private readonly Action<Exception> _suspect;
    private readonly Thread _thread;
    private readonly CommitTimes _times;
    private readonly List<WriteRequest> _waiting = [];
    private readonly List<WriteRequest> _accepted = [];
    private volatile StorageFailedException? _failed;
    private long _lastGseq, _answeredAt;

    public JournalWriter(Database database, JournalOptions options, long lastGseq, Action<Exception> suspect)
    {
        _options = options;
        _database = database;
        _suspect = suspect;
        _lastGseq = lastGseq;
        _group = new GroupTransaction(database, new WriterStatements(database), options.Steps, options.Time, lastGseq);
        _times = new CommitTimes(options.Time);
        _ballast = new Ballast(options);
        _checkpoints = new Checkpoints(database, options);
        _queue = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(options.QueuedBatches)
        {
            SingleReader = true,
            // The wake-up then comes straight from the appender's thread, without a turn through the pool.
            AllowSynchronousContinuations = true,
        });
        _ballast.Build();
        _thread = new Thread(Loop) { Name = "journal", IsBackground = true };
        _thread.Start();
    }

    public long LastGseq => Interlocked.Read(ref _lastGseq);

    public bool GiveRoom() => _ballast.Release();

    public CommitStatistics Statistics() =>
        _times.Read(File.Exists(_options.DatabasePath) ? new FileInfo(_options.DatabasePath).Length : 0);

    public async Task<T> WriteAsync<T>(WriteRequest<T> request, CancellationToken cancellationToken)
    {
        if (_failed is { } failed) throw failed;
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw _failed ?? (Exception)new ObjectDisposedException(nameof(JournalWriter));
        }

        return await request.Done;
    }

    /// <summary>Writes what waits, then ends.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    private void Loop()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            AwaitCompany();
            Gather();
            try
            {
                WriteGroup();
                _checkpoints.RunIfDue();
            }
            catch (Exception failure)
            {
                // Whatever it was, what the disk holds is unknown now; the process ends and the next one reads it.
                Stop(failure);
                return;
            }
        }
    }

    /// <summary>
    /// Those who were answered a moment ago are about to come again. A commit that runs ahead with the first of them costs the others a second
    /// sync, so they are waited for, as long as a small part of a sync takes. Whoever comes later than that does not wait.
    /// </summary>
    private void AwaitCompany()
    {
        while (_queue.Reader.Count < _accepted.Count && Stopwatch.GetElapsedTime(_answeredAt) < Company) Thread.Yield();
    }

    private void Gather()
    {
        _waiting.Clear();
        var bytes = 0L;
        while (_waiting.Count < _options.GroupBatches && bytes < _options.GroupBytes && _queue.Reader.TryRead(out var request))
        {
            _waiting.Add(request);
            bytes += request.Bytes;
        }
    }

    private void WriteGroup()
    {
        if (!_ballast.HasRoom()) RefuseAllButEssential("Less space is free than the journal has to keep.", null);
        if (TryCommit(out var full)) return;
        RefuseAllButEssential("The disk is full.", full);
        // The ballast is for what must still be written on a full disk, and for nothing else.
        if (_waiting.Count == 0 || (_ballast.Release() && TryCommit(out full))) return;
        foreach (var request in _waiting) request.Fail(new StorageFullException("The disk is full.", full));
        _waiting.Clear();
    }

    private bool TryCommit(out Exception? full)
    {
        full = null;
        if (_waiting.Count == 0) return true;
        try
        {
            _times.Begin();
            _group.Begin();
            ApplyEach();
            var events = _group.Commit();
            _times.End();
            Interlocked.Exchange(ref _lastGseq, _group.LastGseq);
            if (events.Count > 0) _options.Published(events);
            foreach (var request in _accepted) request.Complete();
            _answeredAt = Stopwatch.GetTimestamp();
            return true;
        }
        catch (Exception failure) when (!_group.IsDurable && StorageErrors.Classify(failure) == StorageTrouble.Full)
        {
            _group.Rollback();
            full = failure;
            return false;
        }
    }

    private void ApplyEach()
    {
        _accepted.Clear();
        for (var i = 0; i < _waiting.Count; i++)
        {
            try
            {
                _waiting[i].Apply(_group);
                _accepted.Add(_waiting[i]);
            }
            catch (JournalRefusalException refusal)
            {
                _waiting[i].Fail(refusal);
            }
        }
    }

    private void RefuseAllButEssential(string reason, Exception? inner)
    {
        foreach (var request in _waiting)
            if (!request.Essential) request.Fail(new StorageFullException(reason, inner));
        _waiting.RemoveAll(request => !request.Essential);
    }

    private void Stop(Exception failure)
    {
        var failed = new StorageFailedException("The journal cannot be written any more.", failure);
        _failed = failed;
        if (StorageErrors.Classify(failure) == StorageTrouble.Damage) _suspect(failure);
        // A handle that has failed is not to write again, not even when it is closed.
        _database.CheckpointOnClose(false);
        _queue.Writer.TryComplete();
        foreach (var request in _waiting) request.Fail(failed);
        while (_queue.Reader.TryRead(out var request)) request.Fail(failed);
        _options.OnFatal(failed);
    }
}
