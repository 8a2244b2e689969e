using System.Globalization;
using System.Text;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper;

/// <summary>Says on stderr what the keeper does. A stderr that nobody reads any more costs the words, not the keeper.</summary>
internal sealed class KeeperLog(Clock clock)
{
    public void Say(string text)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{clock.Wall:yyyy-MM-ddTHH:mm:ss.fffZ} [keeper] {text.ReplaceLineEndings(" ")}\n");
        _ = Descriptor.WriteAll(2, Encoding.UTF8.GetBytes(line));
    }
}
