using System.Collections.Concurrent;

namespace Steward.Daemon.Journal.Reading;

/// <summary>A few connections that read beside the writer: each page of a replay borrows one and gives it back.</summary>
internal sealed class ReaderPool(JournalOptions options, Action<Exception> unreadable) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly SemaphoreSlim _free = new(options.Readers);
    private bool _disposed;

    /// <summary>Runs the question in one read transaction, so that all of its answer is of one moment.</summary>
    public T Read<T>(Func<Reader, T> question)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _free.Wait();
        try
        {
            return Ask(question);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for whoever is reading.</summary>
    public void Dispose()
    {
        _disposed = true;
        for (var i = 0; i < options.Readers; i++) _free.Wait();
        while (_idle.TryTake(out var reader)) reader.Dispose();
        _free.Dispose();
    }

    private T Ask<T>(Func<Reader, T> question)
    {
        if (!_idle.TryTake(out var reader)) reader = new Reader(Database.ForReading(options.DatabasePath));
        try
        {
            reader.Begin.Run();
            var answer = question(reader);
            reader.End.Run();
            _idle.Add(reader);
            return answer;
        }
        catch (Exception failure)
        {
            // A connection in an unknown state is not used again.
            reader.Dispose();
            if (Writing.StorageErrors.Classify(failure) != Writing.StorageTrouble.Damage) throw;
            unreadable(failure);
            if (failure is JournalDamagedException) throw;
            throw new JournalDamagedException("The journal cannot be read here.", failure);
        }
    }
}
