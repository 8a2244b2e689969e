#pragma warning disable RS0030 // A test writes what an editor would write, not what Steward would.
using System.Text;
using Steward.Daemon.Configuration;
using Steward.Daemon.Configuration.Reading;
using Steward.Protocol.Files;

namespace Steward.Daemon.Tests.Configuration;

/// <summary>A home with a config.json in it, the variables of its owner, and a folder to work in.</summary>
internal sealed class OwnersConfig : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OwnersConfig()
    {
        Home = new StewardHome(_folder.At("home"));
        Workspace = _folder.At("work");
        Directory.CreateDirectory(Home.Root);
        Directory.CreateDirectory(Workspace);
    }

    public static string[] Runtimes { get; } = ["claude-code", "demo", "exec"];

    public StewardHome Home { get; }

    public string Workspace { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public string At(string name) => _folder.At(name);

    /// <summary>WORK in the text is the folder to work in; ' is written for ".</summary>
    public OwnersConfig Says(string text)
    {
        File.WriteAllBytes(Home.ConfigFile, Encoding.UTF8.GetBytes(text.Replace('\'', '"').Replace("WORK", Workspace)));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Home.ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return this;
    }

    public SettingsResult Read(SettingsOverrides? flags = null) =>
        SettingsFile.Read(Home, Variables.GetValueOrDefault, flags ?? SettingsOverrides.None, Runtimes);

    public SettingsResult Parse(byte[] content) => SettingsFile.Read(
        new FileText("config.json", content), SettingsOverrides.None, new SettingsReading(Variables.GetValueOrDefault, Runtimes));

    public SettingsProblem OnlyProblem() => Assert.Single(Read().Problems);

    public void Dispose() => _folder.Dispose();
}
