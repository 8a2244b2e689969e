using System.Globalization;

namespace Steward.Daemon.Configuration;

/// <summary>
/// One thing that is wrong, and what was expected instead. <paramref name="Where"/> is the file, the variable or the flag; line and column count
/// from one, in characters, and are zero where the trouble is not in the text of the file. It never holds the value of an environment entry.
/// </summary>
public sealed record SettingsProblem(SettingSource Source, string Where, int Line, int Column, string Key, string Message)
{
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Where}:{Line}:{Column}") : Where;
        return Key.Length > 0 ? $"{place}: {Key}: {Message}" : $"{place}: {Message}";
    }
}
