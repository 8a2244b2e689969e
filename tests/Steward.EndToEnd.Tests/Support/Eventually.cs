namespace Steward.EndToEnd.Tests.Support;

/// <summary>Waits for what another process does in its own time, and says what it waited for in vain.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> holds, Func<string> otherwise) => TrueAsync(() => Task.FromResult(holds()), otherwise);

    public static async Task TrueAsync(Func<Task<bool>> holds, Func<string> otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, otherwise());
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<T> Async<T>(Func<Task<T?>> look, string what) where T : class
    {
        T? found = null;
        await TrueAsync(async () => (found = await look()) is not null, () => $"{what} did not come.");
        return found!;
    }
}
