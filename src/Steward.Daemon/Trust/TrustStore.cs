using System.Text.Json;
using Steward.Daemon.Files;
using Steward.Protocol;
using Steward.Protocol.Files;
using Steward.Protocol.Trust;

namespace Steward.Daemon.Trust;

/// <summary>
/// What the owner trusts: files by their path and their content, kept in a file of the owner's alone. A file that cannot be read trusts nothing.
/// </summary>
internal sealed class TrustStore(StewardHome home, TimeProvider time)
{
    private const int MostBytes = 16 << 20;

    private readonly Lock _gate = new();

    private string Place => Path.Combine(home.DaemonDirectory, "trust.json");

    public IReadOnlyList<TrustView> All
    {
        get
        {
            lock (_gate)
                return ReadLocked();
        }
    }

    public bool Trusts(FoundFile file) => All.Any(record => record.Files.Any(known => known.Path == file.Path && known.Sha256 == file.Sha256));

    public TrustView Add(string directory, IEnumerable<FoundFile> files)
    {
        lock (_gate)
        {
            var record = new TrustView(directory, [.. files.Select(static file => new TrustFile(file.Path, file.Sha256, Trusted: true))], time.GetUtcNow());
            WriteLocked([.. ReadLocked().Where(other => other.Directory != directory), record]);
            return record;
        }
    }

    public int Remove(string directory)
    {
        lock (_gate)
        {
            var all = ReadLocked();
            IReadOnlyList<TrustView> left = [.. all.Where(record => record.Directory != directory)];
            if (left.Count < all.Count)
                WriteLocked(left);
            return all.Count - left.Count;
        }
    }

    private IReadOnlyList<TrustView> ReadLocked()
    {
        try
        {
            return OwnerFiles.ReadOwned(Place, MostBytes) is { } bytes ? JsonSerializer.Deserialize(bytes, WireJson.Default.IReadOnlyListTrustView) ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or UnsafeFileException)
        {
            return [];
        }
    }

    private void WriteLocked(IReadOnlyList<TrustView> records) =>
        OwnerFiles.Replace(Place, JsonSerializer.SerializeToUtf8Bytes(records, WireJson.Default.IReadOnlyListTrustView));
}
