using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>The commands of Claude Code that are about its account: what they print and wait for, without any service behind them.</summary>
internal static class StandInAccount
{
    public const string Token = "sk-ant-oat01-scripted-token-for-one-year";

    public static async Task<int> RunAsync(string[] args) => args switch
    {
        ["--print", "--max-turns", "1", "--setting-sources", "user", "reply with exactly: refresh-ok"] => Refresh(),
        ["auth", "login"] => await LogInAsync(),
        ["setup-token"] => SetUpToken(),
        _ => 64,
    };

    // With an answer of the service it writes down how the account stands.
    private static int Refresh()
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("HOME")!, ".claude.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        config["cachedExtraUsageDisabledReason"] = null;
        using (var written = new StreamWriter(file))
            written.Write(config.ToJsonString());
        Console.WriteLine("refresh-ok");
        return 0;
    }

    private static async Task<int> LogInAsync()
    {
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        Console.Error.WriteLine("Open https://claude.com/oauth/authorize?code=true in a browser.");
        using var browser = await listener.AcceptTcpClientAsync();
        Console.Error.WriteLine("Login successful.");
        return 0;
    }

    private static int SetUpToken()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            return 65;
        Console.WriteLine("Open https://claude.com/oauth/authorize in a browser and paste the code: ");
        if (Console.ReadLine() != "the-code")
            return 66;
        Console.WriteLine($"Your OAuth token (valid for 1 year):\n\n{Token}\n\nStore it securely.");
        return 0;
    }
}
