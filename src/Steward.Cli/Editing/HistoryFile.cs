using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Cli.Editing;

/// <summary>
/// Messages that were written in a chat, each as a JSON string in a line of a file that is its owner's alone. A message that
/// begins with a blank is not kept, as in a shell. Where the file cannot be had, there is no history, and nothing fails.
/// </summary>
internal sealed class HistoryFile(string path)
{
    public const int Most = 1000;
    private const int LongestMessage = 4 << 10, FileLimit = 32 << 20;

    public IReadOnlyList<string> Load()
    {
        try
        {
            if (!IsOurs()) return [];
            var messages = File.ReadLines(path).Select(Parse).OfType<string>().ToList();
            if (messages.Count > 2 * Most) Replace(messages[^Most..]);
            return messages.Count > Most ? messages[^Most..] : messages;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public void Append(string message)
    {
        if (message.Length is 0 or > LongestMessage || message[0] == ' ') return;
        try
        {
            if (File.Exists(path) && !IsOurs()) return;
            using var file = new FileStream(path, OwnerOnly(FileMode.Append));
            file.Write(Line(message));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // A chat without a history is still a chat.
        }
    }

    // A link would lead the messages into a file of somebody else's choice.
    private bool IsOurs() => new FileInfo(path) is { Exists: true, LinkTarget: null, Length: <= FileLimit };

    private void Replace(IEnumerable<string> messages)
    {
        var temporary = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(temporary, OwnerOnly(FileMode.CreateNew)))
            foreach (var message in messages) file.Write(Line(message));
        File.Move(temporary, path, overwrite: true);
    }

    private static FileStreamOptions OwnerOnly(FileMode mode) => new()
    {
        Mode = mode,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private static byte[] Line(string message) => [.. JsonSerializer.SerializeToUtf8Bytes(message, HistoryJson.Default.String), (byte)'\n'];

    private static string? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, HistoryJson.Default.String);
        }
        catch (JsonException)
        {
            // Half a line of a command that was killed.
            return null;
        }
    }
}

[JsonSerializable(typeof(string))]
internal sealed partial class HistoryJson : JsonSerializerContext;
