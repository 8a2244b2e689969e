using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record ProgramName() : Word("the absolute path of a program, or a plain name that PATH finds")
{
    protected override string? Judge(string text, SettingsReading reading, out string value)
    {
        value = text;
        return text.Contains('/') && !Path.IsPathRooted(text) || text.StartsWith('~') || text.Trim().Length == 0
            ? $"expected {Expected}, not {Shown.Quoted(text)}"
            : null;
    }
}
