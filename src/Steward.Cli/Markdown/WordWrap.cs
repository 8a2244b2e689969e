using System.Globalization;
using System.Text;
using Steward.Cli.Terminals;

namespace Steward.Cli.Markdown;

/// <summary>Text as rows of a terminal, broken between words and painted.</summary>
internal sealed class WordWrap
{
    private readonly List<string> rows = [];
    private readonly List<Span> blanks = [];
    private readonly StringBuilder row = new();
    private readonly StringBuilder run = new();
    private readonly Style style;
    private readonly int width;
    private readonly string rest;
    private Look look;
    private int column;
    private bool empty = true;

    private WordWrap(Style style, int width, string first, string rest)
    {
        (this.style, this.width, this.rest) = (style, width, rest);
        Begin(first);
    }

    /// <param name="first">What stands before the first row, painted already; <paramref name="rest"/> before each of the others.</param>
    public static IReadOnlyList<string> Rows(IEnumerable<Span> spans, int width, Style style, string first = "", string rest = "")
    {
        var wrap = new WordWrap(style, width, first, rest);
        foreach (var word in Words(spans)) wrap.Add(word);
        wrap.EndRow();
        return wrap.rows;
    }

    /// <summary>Blanks, words, and what is written without blanks, a character at a time.</summary>
    private static IEnumerable<List<Span>> Words(IEnumerable<Span> spans)
    {
        var word = new List<Span>();
        foreach (var (cluster, clusterLook) in spans.SelectMany(Clusters))
        {
            var alone = cluster == " " || TextWidth.OfCluster(cluster) > 1;
            if (alone && word.Count > 0)
            {
                yield return word;
                word = [];
            }
            word.Add(new Span(cluster, clusterLook));
            if (!alone) continue;
            yield return word;
            word = [];
        }
        if (word.Count > 0) yield return word;
    }

    private static IEnumerable<Span> Clusters(Span span)
    {
        for (var at = 0; at < span.Text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(span.Text.AsSpan(at));
            yield return span with { Text = span.Text.Substring(at, length) };
            at += length;
        }
    }

    private void Add(List<Span> word)
    {
        if (word is [{ Text: " " } blank])
        {
            blanks.Add(blank);
            return;
        }
        var wide = word.Sum(cluster => TextWidth.OfCluster(cluster.Text));
        if (column + blanks.Count + wide > width && !empty) NextRow();
        foreach (var before in blanks.Take(width - 1)) Put(before, 1);
        blanks.Clear();
        foreach (var cluster in word) PutOrBreak(cluster, TextWidth.OfCluster(cluster.Text));
    }

    private void PutOrBreak(Span cluster, int columns)
    {
        if (column + columns > width && !empty) NextRow();
        Put(cluster, columns);
    }

    private void Put(Span cluster, int columns)
    {
        if (cluster.Look != look) EndRun();
        look = cluster.Look;
        run.Append(cluster.Text);
        column += columns;
        empty = false;
    }

    private void NextRow()
    {
        EndRow();
        // A break takes the place of the blanks that it comes at.
        blanks.Clear();
        Begin(rest);
    }

    private void Begin(string prefix)
    {
        row.Append(prefix);
        column = LiveArea.VisibleWidth(prefix);
        empty = true;
    }

    private void EndRow()
    {
        EndRun();
        rows.Add(row.ToString().TrimEnd(' '));
        row.Clear();
    }

    private void EndRun()
    {
        row.Append(style.Paint(Span.Codes(look), run.ToString()));
        run.Clear();
    }
}
