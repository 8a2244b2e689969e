using System.Globalization;
using System.Text;
using Steward.Bench.Measures;

namespace Steward.Bench.Reports;

/// <summary>The rows as a table of markdown, and its place in a document whose other words are kept.</summary>
internal static class MarkdownTable
{
    private const string Begin = "<!-- figures: written by bench/Steward.Bench -->", End = "<!-- end of figures -->";

    public static string Of(IReadOnlyList<Row> rows)
    {
        var table = new StringBuilder("| what | median | min | max | runs | target | |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in rows)
            table.Append(CultureInfo.InvariantCulture,
                $"| {row.What} | **{Figure(row.Samples.Median)} {row.Unit}** | {Figure(row.Samples.Min)} | {Figure(row.Samples.Max)} | {row.Samples.Count} | {TargetOf(row)} | {row.Note} |\n");
        return table.ToString();
    }

    /// <summary>The document with these figures instead of those that it had.</summary>
    public static string Into(string document, string figures)
    {
        var (from, to) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        return from < 0 || to < from
            ? $"{document}\n{Begin}\n{figures}\n{End}\n"
            : $"{document[..from]}{Begin}\n{figures}\n{document[to..]}";
    }

    private static string TargetOf(Row row) => row switch
    {
        { Target: { } target, MoreIsBetter: var more } => $"{(more ? "≥" : "≤")} {Figure(target)} {(row.IsMet == true ? "met" : "**missed**")}",
        _ => "",
    };

    private static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 20 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 3 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
