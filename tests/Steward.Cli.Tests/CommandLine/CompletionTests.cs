using System.Diagnostics;
using Steward.Cli.CommandLine;

namespace Steward.Cli.Tests.CommandLine;

public sealed class CompletionTests
{
    private static readonly VerbTree Tree = new();

    [Theory]
    [InlineData("steward sess", "sessions")]
    [InlineData("steward daemon st", "start stop status steer")]
    [InlineData("steward sessions ex", "export")]
    [InlineData("steward --profile status re", "restart")]
    [InlineData("steward sessions export --out", "--output")]
    [InlineData("steward do --jso", "--json --json-stream")]
    [InlineData("steward completion z", "zsh")]
    public async Task Bash_completes_what_was_begun(string line, string expected)
    {
        var script = $$"""
            {{CompletionScript.Bash(Tree)}}
            COMP_WORDS=({{line}}); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _steward; echo "${COMPREPLY[*]}"
            """;
        var completed = (await RunAsync("bash", script)).Trim().Split(' ').Order();
        Assert.Equal(expected.Split(' ').Order(), completed);
    }

    [Fact]
    public void Every_shell_knows_every_verb()
    {
        foreach (var script in (string[])[CompletionScript.Bash(Tree), CompletionScript.Zsh(Tree), CompletionScript.Fish(Tree)])
            Assert.All(Tree.Root.Subcommands, verb => Assert.Contains(verb.Name, script, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task The_other_shells_read_their_script(string shell)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{shell}"), $"{shell} is not installed");
        var script = shell == "zsh" ? "compdef() { :; }\n" + CompletionScript.Zsh(Tree) : CompletionScript.Fish(Tree);
        Assert.Equal("read", (await RunAsync(shell, script + "\necho read\n")).Trim());
    }

    private static async Task<string> RunAsync(string shell, string script)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var surroundings = new Support.TestSurroundings();
        var start = new ProcessStartInfo(shell) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // A shell may write a configuration where it finds none: not into the home of whoever runs the tests.
        foreach (var folder in (string[])["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"]) start.Environment[folder] = surroundings.Home.Root;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal("", await errors);
        return output;
    }
}
