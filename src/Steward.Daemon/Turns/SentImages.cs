using System.Buffers.Text;
using System.Collections.Immutable;
using Steward.Daemon.Api;
using Steward.Domain.Turns;
using Steward.Protocol.Turns;

namespace Steward.Daemon.Turns;

/// <summary>The pictures of a request, checked before they are kept: a service may refuse a whole conversation over one that is none.</summary>
internal static class SentImages
{
    // A message and its pictures are one piece of a process's input, which has at most 4 MiB, and base64 takes four bytes for three.
    public const int MostBytes = 2560 << 10;

    private const int MostImages = 16;

    public static ImmutableList<(TurnImage Image, byte[] Bytes)> Of(IReadOnlyList<ImageRequest?> given)
    {
        if (given.Count > MostImages)
            throw Bad($"At most {MostImages} pictures go with a message.");
        var images = ImmutableList.CreateRange(given.Select(Of));
        return images.Sum(static image => image.Image.Bytes) <= MostBytes
            ? images
            : throw Bad($"The pictures of a message have at most {MostBytes >> 10} KiB together.", "Make them smaller, or name a file that the agent can read.");
    }

    private static (TurnImage Image, byte[] Bytes) Of(ImageRequest? given)
    {
        if (given?.Data is not { Length: > 0 } data || !Base64.IsValid(data))
            throw Bad("`data` of a picture is its bytes in base64.");
        var bytes = Convert.FromBase64String(data);
        var type = TypeOf(bytes) ?? throw Bad("A picture is PNG, JPEG, GIF or WebP, by its first bytes.");
        return given.MediaType is null || given.MediaType == type
            ? (new TurnImage(type, bytes.Length, ImageStore.HashOf(bytes)), bytes)
            : throw Bad($"`mediaType` says something else than the picture, which is {type}.");
    }

    private static string? TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    private static ApiException Bad(string message, string? fix = null) => ApiException.BadRequest("bad_image", message, fix);
}
