using System.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;
using Steward.Protocol.Turns;

namespace Steward.Cli.Turns;

/// <summary>Pictures from files, for a message. Whether they are pictures the daemon sees by their bytes.</summary>
internal static class ImageFile
{
    // What a message and its pictures may have together; a body may be smaller still, and the daemon says so then.
    private const int Largest = 2560 << 10;

    public static Option<string[]> Option() => new("--image") { Description = "a picture for the agent, PNG, JPEG, GIF or WebP; may be repeated", HelpName = "file" };

    public static IReadOnlyList<ImageRequest>? Read(string[]? files, CommandContext context) =>
        files is { Length: > 0 } ? [.. files.Select(file => Read(file, context))] : null;

    public static ImageRequest Read(string file, CommandContext context)
    {
        try
        {
            using var stream = new FileStream(context.PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > Largest)
                throw new CommandException("image_too_large", "usage", $"{SafeText.Line(file)} has more than {Largest >> 10} KiB.", "make it smaller, or tell the agent the name of the file", ExitCode.Usage);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new ImageRequest(Convert.ToBase64String(bytes));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CommandException("no_such_image", "usage", $"The picture {SafeText.Line(file)} cannot be read: {FileWords.Of(trouble, context.PathOf(file))}.", "name a file that is there and that you can read", ExitCode.Usage);
        }
    }
}
