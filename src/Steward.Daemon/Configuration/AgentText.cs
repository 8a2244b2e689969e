using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Steward.Daemon.Configuration;

/// <summary>
/// Puts an agent into the text of <c>config.json</c>, or takes one out, and leaves every other byte as its owner wrote it: comments, order and layout.
/// The text must be right already.
/// </summary>
internal static class AgentText
{
    private const string Section = "agents";
    private const int Step = 2;

    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly record struct Member(string Name, int Start, int Value, int End);

    private sealed record Block(int Open, ImmutableArray<Member> Members, int Close)
    {
        public Member? Find(string name) => Members.FirstOrDefault(member => member.Name == name) is { End: > 0 } found ? found : null;
    }

    /// <param name="json">The agent, indented by two.</param>
    public static byte[] With(byte[] text, string name, string json)
    {
        var root = Read(text, text.AsSpan().StartsWith(Mark) ? Mark.Length : 0);
        return root.Find(Section) is { } agents
            ? Insert(text, Read(text, agents.Value), name, json)
            : Insert(text, root, Section, $"{{\n{Indented($"{Quoted(name)}: {json}", Step)}\n}}");
    }

    public static byte[] Without(byte[] text, string name)
    {
        var root = Read(text, text.AsSpan().StartsWith(Mark) ? Mark.Length : 0);
        return root.Find(Section) is { } section && Read(text, section.Value) is var agents && agents.Find(name) is { } agent ? Remove(text, agents, agent) : text;
    }

    private static Block Read(ReadOnlySpan<byte> text, int at)
    {
        var reader = new Utf8JsonReader(text[at..], Options);
        reader.Read();
        var open = at + (int)reader.TokenStartIndex;
        var members = ImmutableArray.CreateBuilder<Member>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (start, name) = (at + (int)reader.TokenStartIndex, reader.GetString()!);
            reader.Read();
            var value = at + (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new Member(name, start, value, at + (int)reader.BytesConsumed));
        }
        return new Block(open, members.ToImmutable(), at + (int)reader.TokenStartIndex);
    }

    private static byte[] Insert(byte[] text, Block block, string name, string json)
    {
        var outer = IndentAt(text, block.Open);
        var inner = block.Members is [var first, ..] && IsFirstInLine(text, first.Start) ? IndentAt(text, first.Start) : outer + Step;
        var end = block.Members is [.., var last] ? last.End : block.Open + 1;
        var comma = block.Members.IsEmpty ? null : CommaAfter(text, end);
        var place = BehindRemark(text, comma is { } at ? at + 1 : end);
        var closing = text.AsSpan(place, block.Close - place).Contains((byte)'\n') ? "" : $"\n{new string(' ', outer)}";
        return
        [
            .. text.AsSpan(0, end), .. block.Members.IsEmpty || comma is not null ? ""u8 : ","u8, .. text.AsSpan(end, place - end),
            .. Encoding.UTF8.GetBytes($"\n{Indented($"{Quoted(name)}: {json}", inner)}{closing}"), .. text.AsSpan(place),
        ];
    }

    private static byte[] Remove(byte[] text, Block block, Member member)
    {
        var comma = CommaAfter(text, member.End);
        var end = comma is { } at ? at + 1 : member.End;
        var wholeLines = IsFirstInLine(text, member.Start) && EndOfLineIfBlank(text, end) is not null;
        var (from, to) = wholeLines ? (LineOf(text, member.Start), EndOfLineIfBlank(text, end)!.Value) : (member.Start, end);
        // The comma before the last one would stand there for nothing.
        var index = block.Members.IndexOf(member);
        var stray = comma is null && index > 0 ? CommaAfter(text, block.Members[index - 1].End) : null;
        return stray is { } before ? [.. text.AsSpan(0, before), .. text.AsSpan(before + 1, from - before - 1), .. text.AsSpan(to)] : [.. text.AsSpan(0, from), .. text.AsSpan(to)];
    }

    private static int? CommaAfter(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == ',')
                return at;
            if (text[at..].StartsWith("//"u8) || text[at..].StartsWith("/*"u8))
                at = EndOfComment(text, at);
            else if (char.IsWhiteSpace((char)text[at]))
                at++;
            else
                return null;
        }
        return null;
    }

    /// <summary>What is remarked in the rest of a line is about what stands before it.</summary>
    private static int BehindRemark(ReadOnlySpan<byte> text, int at)
    {
        var next = at;
        while (next < text.Length && text[next] is (byte)' ' or (byte)'\t')
            next++;
        return text[next..].StartsWith("//"u8) || text[next..].StartsWith("/*"u8) ? EndOfComment(text, next) : at;
    }

    private static int EndOfComment(ReadOnlySpan<byte> text, int at)
    {
        var ofLine = text[at + 1] == '/';
        var length = ofLine ? text[at..].IndexOfAny((byte)'\n', (byte)'\r') : text[(at + 2)..].IndexOf("*/"u8) + 4;
        return length < 0 ? text.Length : at + length;
    }

    private static int LineOf(ReadOnlySpan<byte> text, int at) => text[..at].LastIndexOf((byte)'\n') + 1;

    private static bool IsFirstInLine(ReadOnlySpan<byte> text, int at) => text[LineOf(text, at)..at].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    private static int IndentAt(ReadOnlySpan<byte> text, int at)
    {
        var line = text[LineOf(text, at)..];
        return Math.Max(0, line.IndexOfAnyExcept((byte)' ', (byte)'\t'));
    }

    private static int? EndOfLineIfBlank(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r')
            at++;
        return at < text.Length && text[at] == '\n' ? at + 1 : null;
    }

    private static string Indented(string json, int by) => new string(' ', by) + json.Replace("\n", "\n" + new string(' ', by), StringComparison.Ordinal);

    private static string Quoted(string name) => $"\"{JsonEncodedText.Encode(name)}\"";
}
