using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

public sealed class EmptyStateTests
{
    /// <summary>A null that became an empty array on its way is a mistake of the caller, and must not cost the session its state.</summary>
    [Fact]
    public async Task A_state_that_is_empty_is_refused_and_never_stored()
    {
        await using var fixture = new JournalFixture();
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Journal.AppendAsync(
            new JournalBatch { Session = "s", ExpectedSeq = 0, Events = [], State = Array.Empty<byte>() }, CancellationToken.None));
        Assert.Null(fixture.Journal.LoadState("s"));
    }
}
