using System.Text;

namespace Steward.Cli.Accounts;

/// <summary>Lets through what a program draws, but for a token: that is kept, and a mark is shown in its place, however its bytes come in pieces.</summary>
internal sealed class TokenSieve
{
    private const string Mark = "<redacted>";
    private const int ShortestRest = 20;

    private static readonly byte[] Start = "sk-ant-oat"u8.ToArray();

    private readonly List<byte> _held = [];

    public string? Token { get; private set; }

    /// <summary>What may be shown now.</summary>
    public byte[] Take(ReadOnlySpan<byte> drawn)
    {
        var shown = new List<byte>(drawn.Length);
        foreach (var letter in drawn) Take(letter, shown);
        return [.. shown];
    }

    /// <summary>Nothing more comes.</summary>
    public byte[] End()
    {
        var shown = new List<byte>();
        Release(shown);
        return [.. shown];
    }

    private void Take(byte letter, List<byte> shown)
    {
        if (_held.Count < Start.Length ? letter == Start[_held.Count] : IsOfToken(letter))
        {
            _held.Add(letter);
            return;
        }
        Release(shown);
        if (letter == Start[0]) _held.Add(letter);
        else shown.Add(letter);
    }

    private void Release(List<byte> shown)
    {
        if (_held.Count >= Start.Length + ShortestRest)
        {
            Token = Encoding.ASCII.GetString([.. _held]);
            shown.AddRange(Encoding.ASCII.GetBytes(Mark));
        }
        else
        {
            shown.AddRange(_held);
        }
        _held.Clear();
    }

    private static bool IsOfToken(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_';
}
