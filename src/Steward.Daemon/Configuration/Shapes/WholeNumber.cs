using System.Globalization;
using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record WholeNumber(long Min, long Max) : ValueShape
{
    public override string Expected => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Min} to {Max}");

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is ConfigNumber number)
        {
            if (long.TryParse(number.Digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= Min && value <= Max)
                return value;
            reading.Report(node.Place, key, $"expected {Expected}, not {(number.Digits.Length > 24 ? number.Digits[..24] + "…" : number.Digits)}");
        }
        else if (node is ConfigText { Value: var text } && node.Place.Source == SettingSource.File && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            reading.Report(node.Place, key, $"expected {Expected}; write it without quotes");
        else
            reading.Expected(node, key, Expected);
        return null;
    }

    public override ConfigNode FromVariable(string text, Place place) =>
        text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0 ? new ConfigNumber(place, text) : base.FromVariable(text, place);

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "integer");
        schema.WriteNumber("minimum", Min);
        schema.WriteNumber("maximum", Max);
    }
}
