namespace Steward.Chaos.Tests.Instances;

/// <summary>Looks again until something is true of other processes, which cannot tell us by themselves.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(string what, Func<bool> condition, Func<string>? otherwise = null) =>
        TrueAsync(what, () => Task.FromResult(condition()), otherwise);

    public static async Task TrueAsync(string what, Func<Task<bool>> condition, Func<string>? otherwise = null, TimeSpan? patience = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > (patience ?? Patience))
                throw new TimeoutException($"In vain waited until {what}. {otherwise?.Invoke()}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
