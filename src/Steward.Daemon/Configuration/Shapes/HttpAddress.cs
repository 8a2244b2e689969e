using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record HttpAddress() : Word("an address that begins with http:// or https://")
{
    protected override string? Judge(string text, SettingsReading reading, out string value)
    {
        value = text;
        // Not repeated: an address may hold a secret, too.
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? null : $"expected {Expected}";
    }
}
