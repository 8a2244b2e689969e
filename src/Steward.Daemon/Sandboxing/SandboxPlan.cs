using System.Collections.Immutable;

namespace Steward.Daemon.Sandboxing;

/// <summary>What a sandboxed agent may reach. Whatever is not named here, and is no part of the system, is not there for it.</summary>
internal sealed record SandboxPlan
{
    /// <summary>Where it works; in <see cref="Writable"/> too.</summary>
    public required string Directory { get; init; }

    public ImmutableArray<string> Readable { get; init; } = [];

    public ImmutableArray<string> Writable { get; init; } = [];

    /// <summary>Files and folders within the writable ones that it must not change: programs would run what it writes there, outside of the sandbox.</summary>
    public ImmutableArray<string> Guarded { get; init; } = [];

    /// <summary>Never seen, even where a folder around it is named; but for what is named inside it.</summary>
    public required string Hidden { get; init; }

    public bool Network { get; init; } = true;
}

/// <summary>A sandbox that was asked for cannot be had: in a sentence for its owner, with what mends it.</summary>
internal sealed class NoSandboxException(string message, string fix) : Exception($"{message} {fix}")
{
    public string Sentence => message;

    public string Fix => fix;
}
