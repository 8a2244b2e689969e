using System.Net;
using System.Net.Sockets;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

/// <summary>
/// An address of this machine alone. Only its plain spelling is taken: <c>127.1</c> or <c>0x7f000001</c> mean the same to a resolver, and another
/// thing to the reader of the file.
/// </summary>
internal sealed record LoopbackHost() : Word("a loopback address: 127.0.0.1, another 127.x.x.x, ::1, or localhost")
{
    private const string Usual = "127.0.0.1";

    protected override string? Judge(string text, SettingsReading reading, out string value)
    {
        value = text == "localhost" ? Usual : text;
        // Every start passes here, and a parser that is compiled at run time first.
        if (value == Usual) return null;
        if (!IPAddress.TryParse(value, out var address) || address.ToString() != value)
            return $"expected {Expected}, not {Shown.Quoted(text)}";
        var isLoopback = address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.IsLoopback(address) : value == "::1";
        return isLoopback
            ? null
            : $"expected {Expected}, not {Shown.Quoted(text)}: it would offer this machine's agents to the network; use an SSH tunnel instead";
    }
}
