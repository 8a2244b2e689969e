namespace Steward.Runtimes.Tests;

/// <summary>Waits for what another process does, with a limit that fails the test.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static async Task<string> TextAsync(string path)
    {
        await HoldsAsync(() => File.Exists(path) && new FileInfo(path).Length > 0, $"{path} has text");
        return (await File.ReadAllTextAsync(path)).Trim();
    }

    /// <summary>The process is no more, or nothing but a zombie that its parent has not collected.</summary>
    public static Task GoneAsync(string pid) => HoldsAsync(() => !IsAlive(pid), $"process {pid} is gone");

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"In vain: {what}.");
            await Task.Delay(Step, TimeProvider.System);
        }
    }

    private static bool IsAlive(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
