using System.Text;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.Demo.Tools;

internal static class FileTool
{
    private const int LongestText = 128 << 10;

    public static ToolOutcome Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[LongestText];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = bytes.AsSpan(0, count);
        if (text.Contains((byte)0))
            return new ToolOutcome(Ok: false, $"{path} is no text: it has {file.Length} bytes, some of them zero.");
        var more = file.ReadByte() >= 0 ? "\n… (there is more)" : "";
        return new ToolOutcome(Ok: true, PrintableText.Of(text) + more);
    }

    public static ToolOutcome Write(string path, string content)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var bytes = Encoding.UTF8.GetBytes(content);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        file.Write(bytes);
        return new ToolOutcome(Ok: true, $"{bytes.Length} bytes were written to {path}.");
    }
}
