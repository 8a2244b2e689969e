using Steward.Daemon.Configuration.Reading;
using Steward.Daemon.Files;
using Steward.Protocol.Files;
using Steward.Runtimes;

namespace Steward.Daemon.Configuration;

/// <summary>
/// Changes the owner's <c>config.json</c> at the owner's word. What would not be right as a whole is not written; what was there before is kept beside it; and
/// what somebody else wrote in the meantime is never lost.
/// </summary>
internal sealed class ConfigEdit(StewardHome home, Func<string, string?> environment)
{
    private const int MostTries = 5;

    private static readonly byte[] Nothing = "{}\n"u8.ToArray();

    /// <summary>What the file says, changed or not.</summary>
    /// <param name="change">From what it says, and its text, to the new text; the same one for no change.</param>
    public Settings Change(Func<Settings, byte[], byte[]> change)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var found = ConfigFile.ReadIfThere(home.ConfigFile, out var complaint);
            if (complaint is not null)
                throw new ConfigEditException($"config.json is left as it is: it {complaint}.");
            var before = found ?? Nothing;
            var after = change(Judged(before, "has mistakes already, and is left as it is"), before);
            var settings = Judged(after, "would not be right");
            if (after.AsSpan().SequenceEqual(before) || Write(found, after))
                return settings;
        }
        throw new ConfigEditException("config.json is left as it is: others write it all the time.");
    }

    private Settings Judged(byte[] text, string judgement)
    {
        var reading = new SettingsReading(environment, [.. RuntimeCatalog.BuiltIn.Names]);
        var result = SettingsFile.Read(new FileText(home.ConfigFile, text), SettingsOverrides.None, reading);
        return result.IsValid
            ? result.Settings
            : throw new ConfigEditException($"config.json {judgement}: {string.Join("; ", result.Problems.Select(static problem => $"{problem.Key}: {problem.Message}"))}.");
    }

    private bool Write(byte[]? before, byte[] after)
    {
        if (before is null)
            return OwnerFiles.TryCreate(home.ConfigFile, after);
        var file = Posix.RealPath(home.ConfigFile) ?? home.ConfigFile;
        OwnerFiles.Replace(home.ConfigFile + ".bak", before);
        return OwnerFiles.ReplaceIfStill(file, before, after);
    }
}

internal sealed class ConfigEditException(string message) : Exception(message);
