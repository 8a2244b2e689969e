namespace Steward.Protocol.Client;

/// <summary>Reads small files that another process may replace or damage at any moment.</summary>
internal static class BoundedFile
{
    /// <summary>Null when it is not there.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than such a file can be.</exception>
    public static byte[]? Read(string path, int limit)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            if (length > limit) throw new IOException($"{path} is too large.");
            var bytes = new byte[length];
            var got = RandomAccess.Read(file, bytes, 0);
            return got == bytes.Length ? bytes : bytes[..got];
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
