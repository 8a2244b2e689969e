using System.Collections.Immutable;

namespace Steward.Runtimes;

/// <summary>A server of tools that the owner gives an agent: a program that it starts, or an address. What it is told may hold secrets.</summary>
public sealed record McpServer
{
    /// <summary>The program and its arguments; empty where there is an address.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public string? Url { get; init; }

    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
