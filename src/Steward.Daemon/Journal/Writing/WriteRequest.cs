namespace Steward.Daemon.Journal.Writing;

/// <summary>Something that waits for the writer's thread: part of one commit, or refused alone.</summary>
internal abstract class WriteRequest
{
    public abstract bool Essential { get; }

    public abstract long Bytes { get; }

    /// <summary>Throws a <see cref="JournalRefusalException"/> before it has written anything, so that the others go on.</summary>
    public abstract void Apply(GroupTransaction group);

    public abstract void Complete();

    public abstract void Fail(Exception failure);
}

internal abstract class WriteRequest<T> : WriteRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    protected T Result { get; set; } = default!;

    public override void Complete() => _done.TrySetResult(Result);

    public override void Fail(Exception failure) => _done.TrySetException(failure);
}
