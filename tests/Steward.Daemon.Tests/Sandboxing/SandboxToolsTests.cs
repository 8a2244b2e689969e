using Steward.Daemon.Sandboxing;

namespace Steward.Daemon.Tests.Sandboxing;

/// <summary>Where no sandbox can be had, that is said with what mends it; there is no weaker one to fall back to.</summary>
public sealed class SandboxToolsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SandboxTools Tools => new(name => name == "PATH" ? _folder.Path : null);

    [Fact]
    public void Without_bubblewrap_it_says_what_to_install() =>
        Assert.Contains("Install bubblewrap", Assert.Throws<NoSandboxException>(Tools.Require).Fix, StringComparison.Ordinal);

    [Fact]
    public void Where_namespaces_are_not_allowed_it_says_so_in_bubblewrap_s_own_words()
    {
        Bwrap("echo 'bwrap: No permissions to create new namespace' >&2; exit 1");
        var none = Assert.Throws<NoSandboxException>(Tools.Require);
        Assert.Contains("No permissions to create new namespace", none.Sentence, StringComparison.Ordinal);
        Assert.Contains("User namespaces must be allowed", none.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_too_old_is_to_be_replaced()
    {
        Bwrap("echo 'bwrap: Unknown option --disable-userns' >&2; exit 1");
        Assert.Contains("0.8 or later", Assert.Throws<NoSandboxException>(Tools.Require).Fix, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Bwrap(string script)
    {
        var program = _folder.At("bwrap");
        using (var file = File.CreateText(program))
            file.Write($"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
