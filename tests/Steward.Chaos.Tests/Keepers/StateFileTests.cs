using Steward.Chaos.Tests.Instances;

namespace Steward.Chaos.Tests.Keepers;

public sealed class StateFileTests
{
    private static readonly string[] Commands = ["status", "ps", "sessions"];

    [Fact]
    public async Task A_state_file_that_is_removed_or_damaged_while_the_daemon_runs_is_put_back()
    {
        await using var instance = await Instance.StartedAsync();
        var whole = File.ReadAllBytes(instance.Home.StateFile);
        File.Delete(instance.Home.StateFile);
        await Eventually.TrueAsync("it is put back", () => Holds(instance, whole));
        await ReplaceAsync(instance, whole[..(whole.Length / 2)]);
        await Eventually.TrueAsync("it is mended", () => Holds(instance, whole));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(instance.Home.StateFile));
        await instance.Client.DaemonAsync();
    }

    [Fact]
    public async Task No_command_crashes_at_a_damaged_state_file_and_a_start_gets_over_it()
    {
        await using var instance = await Instance.StartedAsync();
        var whole = File.ReadAllBytes(instance.Home.StateFile);
        instance.Keeper.EndAtOnce();
        await Eventually.TrueAsync("the daemon is gone with its keeper", () => instance.Alive().Count == 0);
        var number = 0;
        foreach (var damaged in Damaged(whole))
        {
            await ReplaceAsync(instance, damaged);
            var command = Commands[number++ % Commands.Length];
            var ended = await instance.RunAsync(command);
            var said = $"{command}, with {damaged.Length} bytes: {ended.ExitCode} {ended.Output} {ended.Errors}";
            Assert.True(ended.ExitCode is >= 0 and <= 78, said);
            Assert.DoesNotContain("Unhandled", ended.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
            await instance.StopAsync();
        }
        await ReplaceAsync(instance, whole[..20]);
        await instance.StartAsync();
        Assert.Equal(instance.Port, (await instance.Client.DaemonAsync()).Port);
    }

    private static IEnumerable<byte[]> Damaged(byte[] whole)
    {
        yield return [];
        yield return "{}"u8.ToArray();
        yield return [0xEF, 0xBB, 0xBF, .. whole];
        yield return "null"u8.ToArray();
        foreach (var part in Enumerable.Range(1, 4)) yield return whole[..(whole.Length * part / 5)];
        yield return whole[..^1];
        var chance = new Random(7);
        for (var i = 0; i < 3; i++)
        {
            var flipped = whole.ToArray();
            flipped[chance.Next(flipped.Length)] ^= (byte)(1 << chance.Next(8));
            yield return flipped;
        }
    }

    private static bool Holds(Instance instance, byte[] whole) =>
        File.Exists(instance.Home.StateFile) && File.ReadAllBytes(instance.Home.StateFile).AsSpan().SequenceEqual(whole);

    private static async Task ReplaceAsync(Instance instance, byte[] content)
    {
        await using var file = new FileStream(instance.Home.StateFile, FileMode.Create);
        await file.WriteAsync(content);
    }
}
