using System.Collections.Immutable;
using Steward.Daemon.Configuration.Shapes;

namespace Steward.Daemon.Configuration;

/// <summary>One key of the file: the reader, the schema and the documents are all made from it.</summary>
internal sealed record Setting<T>(string Key, ValueShape Shape, string Meaning)
{
    /// <summary>What holds when nobody says anything, as its owner would write it; null: there is none.</summary>
    public required Func<T, object?> Get { get; init; }

    public required Func<T, object, T> Set { get; init; }

    /// <summary>Variables that say it too, the first that is set wins.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    public bool IsRequired { get; init; }
}
