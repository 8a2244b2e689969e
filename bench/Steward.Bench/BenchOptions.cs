using System.Globalization;

namespace Steward.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public IReadOnlyList<string> Names { get; init; } = [];

    public int Runs { get; init; } = 5;

    /// <summary>Where <c>bench/peers</c> put them.</summary>
    public string? Peers { get; init; }

    /// <summary>The document whose table is replaced.</summary>
    public string? Write { get; init; }

    public static BenchOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--runs" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs > 0:
                    options = options with { Runs = runs };
                    i++;
                    break;
                case "--peers" when value is not null:
                    options = options with { Peers = Path.GetFullPath(value) };
                    i++;
                    break;
                case "--write" when value is not null:
                    options = options with { Write = Path.GetFullPath(value) };
                    i++;
                    break;
                case var name when !name.StartsWith('-'):
                    options = options with { Names = [.. options.Names, name] };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
