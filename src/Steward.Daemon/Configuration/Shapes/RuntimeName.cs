using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record RuntimeName() : Word("the name of a runtime")
{
    protected override string? Judge(string text, SettingsReading reading, out string value)
    {
        value = text;
        return reading.Runtimes.Contains(text) ? null : $"there is no runtime {Shown.Quoted(text)}{Suggestion.For(text, reading.Runtimes)}";
    }
}
