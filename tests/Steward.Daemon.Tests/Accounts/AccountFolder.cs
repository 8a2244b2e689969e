using Steward.Daemon.Accounts;
using Steward.Daemon.Configuration;
using Steward.Protocol.Files;

namespace Steward.Daemon.Tests.Accounts;

/// <summary>A home folder with Claude Code's files in it, and a Steward that looks at it.</summary>
internal sealed class AccountFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AccountFolder(TimeProvider? time = null)
    {
        Directory.CreateDirectory(_folder.At(".claude"));
        Home = new StewardHome(_folder.At("steward"));
        Environment = new Dictionary<string, string> { ["HOME"] = _folder.Path, ["PATH"] = _folder.At("bin") };
        Tokens = new TokenStore(Home);
        Book = new AccountBook(Tokens, () => Settings, () => Environment);
        Desk = new AccountDesk(Book, Tokens, time ?? TimeProvider.System);
    }

    public StewardHome Home { get; }

    public Dictionary<string, string> Environment { get; }

    public Settings Settings { get; set; } = Settings.Default;

    public TokenStore Tokens { get; }

    public AccountBook Book { get; }

    public AccountDesk Desk { get; }

    public string Path => _folder.Path;

    public string Credentials => _folder.At(".claude/.credentials.json");

    public string Config => _folder.At(".claude.json");

    public void Install()
    {
        Directory.CreateDirectory(_folder.At("bin"));
        Write(_folder.At("bin/claude"), "");
        File.SetUnixFileMode(_folder.At("bin/claude"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public static void Write(string path, string text)
    {
        using var file = new StreamWriter(path);
        file.Write(text);
    }

    public void Dispose() => _folder.Dispose();
}
