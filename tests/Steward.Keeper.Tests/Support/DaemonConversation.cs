using System.Globalization;
using System.Net.Sockets;

namespace Steward.Keeper.Tests.Support;

/// <summary>A test's line to the daemon that serves at the moment.</summary>
internal sealed class DaemonConversation : IDisposable
{
    private readonly TcpClient client;
    private readonly StreamReader reader;
    private readonly StreamWriter writer;
    private readonly List<string> heard = [];

    private DaemonConversation(TcpClient client)
    {
        this.client = client;
        reader = new StreamReader(client.GetStream());
        writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
    }

    public IReadOnlyList<string> Heard => heard;

    public static async Task<DaemonConversation> OpenAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        return new DaemonConversation(client);
    }

    public void Tell(params object[] command) =>
        writer.WriteLine(string.Join('\t', command.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture))));

    public void StartShell(string launch, string script) => Tell("start", launch, "open", "/", "/bin/sh", "-c", script);

    /// <summary>The first line, heard already or still to come, that begins so.</summary>
    public async Task<string> HearAsync(string beginning)
    {
        if (heard.Find(Matches) is { } earlier) return earlier;
        using var limit = new CancellationTokenSource(KeeperUnderTest.Patience);
        try
        {
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                heard.Add(line);
                if (Matches(line)) return line;
            }
        }
        catch (OperationCanceledException)
        {
            // Said below, with what was heard instead.
        }
        Assert.Fail($"Waited for \"{beginning}\" and heard only:\n{string.Join('\n', heard)}");
        return "";

        bool Matches(string line) => line.StartsWith(beginning, StringComparison.Ordinal);
    }

    public async Task<bool> IsAsync(int incarnation)
    {
        using var limit = new CancellationTokenSource(KeeperUnderTest.Patience);
        try
        {
            var hello = await reader.ReadLineAsync(limit.Token);
            if (hello is not null) heard.Add(hello);
            return hello?.Split(' ') is ["hello", _, var number, ..] && number == incarnation.ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>How a process that was kept ended, whether before this daemon came or after.</summary>
    public async Task<string> EndOfKeptAsync(string launch)
    {
        var kept = (await HearAsync($"kept {launch} ")).Split(' ');
        return kept[6] == "True" ? $"code={kept[7]} signal={kept[8]}" : (await HearAsync($"exited {launch} "))[$"exited {launch} ".Length..];
    }

    /// <summary>Waits for the words again, although they were heard before.</summary>
    public Task<string> HearAgainAsync(string beginning)
    {
        heard.Clear();
        return HearAsync(beginning);
    }

    public async Task<int> PidOfAsync(string launch) =>
        int.Parse((await HearAsync($"started {launch} ")).Split(' ')[2], CultureInfo.InvariantCulture);

    public void Dispose() => client.Dispose();
}
