namespace Steward.Keeper.Tests.Support;

/// <summary>Looks again until something is true of another process, which cannot tell us by itself.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(string what, Func<bool> condition)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(until) < KeeperUnderTest.Patience, "In vain waited until " + what + ".");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public static async Task<T> GetAsync<T>(string what, Func<T?> find) where T : struct
    {
        T? found = null;
        await TrueAsync(what, () => (found = find()) is not null);
        return found!.Value;
    }
}
