namespace Steward.Runtimes.Demo;

/// <summary>
/// A message that is not answered yet, and whether somebody wants it stopped. One that came for a <paramref name="turn"/> and too late for it is answered
/// by itself.
/// </summary>
internal sealed class DemoHeard(Guid uuid, string content, Guid? turn = null) : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();

    public Guid Uuid => uuid;

    public Guid Turn => turn ?? uuid;

    public IReadOnlyList<DemoImage> Images { get; init; } = [];

    /// <summary>What was said into it and is not taken up yet.</summary>
    public DemoSteers Steers { get; } = new();

    public string Content => content;

    public CancellationToken Interrupted => _interrupt.Token;

    public void Interrupt()
    {
        try
        {
            // Not on the thread that reads standard input: what unwinds may have to wait for somebody to read our output.
            _ = _interrupt.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // Its answer was done in this very moment.
        }
    }

    public void Dispose() => _interrupt.Dispose();
}
