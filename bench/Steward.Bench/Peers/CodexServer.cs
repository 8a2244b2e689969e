using System.Diagnostics;
using Steward.Bench.Instances;

namespace Steward.Bench.Peers;

/// <summary><c>codex app-server</c>, which speaks JSON lines over its standard streams: healthy once it has answered the first of them.</summary>
internal static class CodexServer
{
    private const string Hello = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"bench","version":"1"}}}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30), Rest = TimeSpan.FromSeconds(3);

    public static async Task<(double StartMilliseconds, long IdleBytes)> MeasureAsync(InstalledPeers peers, Peer codex, bool alsoMemory)
    {
        using var home = peers.NewHome();
        try
        {
            var began = Stopwatch.GetTimestamp();
            using var server = home.Command(codex, "app-server").Start();
            await server.StandardInput.WriteLineAsync(Hello);
            await server.StandardInput.FlushAsync();
            if (await server.StandardOutput.ReadLineAsync().WaitAsync(Limit, TimeProvider.System) is null)
                throw new InvalidOperationException("codex app-server ended: " + await server.StandardError.ReadToEndAsync());
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (alsoMemory) await Task.Delay(Rest, TimeProvider.System);
            return (took, alsoMemory ? home.MemoryBytes : 0);
        }
        finally
        {
            await home.EndEverythingAsync();
        }
    }
}
