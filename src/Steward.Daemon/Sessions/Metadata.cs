using System.Collections.Immutable;
using Steward.Daemon.Api;

namespace Steward.Daemon.Sessions;

/// <summary>What a client notes about its session or its message. It is kept and given back, and means nothing to Steward.</summary>
internal static class Metadata
{
    private const int MaxEntries = 32;
    private const int MaxText = 4096;

    public static ImmutableSortedDictionary<string, string> Of(IReadOnlyDictionary<string, string>? given)
    {
        if (given is null)
            return ImmutableSortedDictionary<string, string>.Empty;
        // JSON may say null where the type says that there is none.
        if (given.Count > MaxEntries || given.Any(static pair => pair.Value is null || pair.Key.Length + pair.Value.Length > MaxText))
            throw ApiException.BadRequest("bad_metadata", $"At most {MaxEntries} texts of {MaxText} characters.");
        return given.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
