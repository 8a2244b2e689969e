using System.Security.Cryptography;
using Steward.Daemon.Files;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;
using Steward.Protocol.Files;

namespace Steward.Daemon.Turns;

/// <summary>The pictures of messages, each once for its session, under its hash. Events name them; their bytes are read when the message is sent.</summary>
internal sealed class ImageStore(StewardHome home)
{
    /// <summary>On disk when the call returns, and so before the message is accepted.</summary>
    public void Keep(SessionId session, TurnImage image, ReadOnlySpan<byte> bytes)
    {
        OwnerFiles.CreateDirectories(home.DaemonDirectory, home.ImageDirectory(session.Value));
        if (Find(session, image) is null)
            OwnerFiles.Replace(FileOf(session, image), bytes);
    }

    /// <summary>Null when it is not there, or is not any more what it was.</summary>
    public byte[]? Find(SessionId session, TurnImage image) =>
        OwnerFiles.ReadOwned(FileOf(session, image), SentImages.MostBytes) is { } bytes && HashOf(bytes) == image.Sha256 ? bytes : null;

    public void Forget(SessionId session)
    {
        if (Directory.Exists(home.ImageDirectory(session.Value)))
            Directory.Delete(home.ImageDirectory(session.Value), recursive: true);
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string FileOf(SessionId session, TurnImage image) => Path.Combine(home.ImageDirectory(session.Value), image.Sha256);
}
