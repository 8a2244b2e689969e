using System.Globalization;
using System.Text;

namespace Steward.Keeper.Startup;

/// <summary>One flat JSON object. Written by hand because a JSON library would be the largest thing in the keeper's memory.</summary>
internal sealed class JsonLine
{
    private readonly StringBuilder text = new("{");

    public JsonLine Add(string name, string value)
    {
        Name(name).Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ' || char.IsSurrogate(c)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        }
        text.Append('"');
        return this;
    }

    public JsonLine Add(string name, bool value)
    {
        Name(name).Append(value ? "true" : "false");
        return this;
    }

    public JsonLine Add(string name, long? value)
    {
        if (value is { } number) Name(name).Append(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(text + "}\n");

    private StringBuilder Name(string name) => text.Append(text.Length > 1 ? ",\"" : "\"").Append(name).Append("\":");
}
