namespace Steward.Protocol.Trust;

/// <summary>A file of a workspace that tells an agent's program what to run, and what it holds.</summary>
public sealed record TrustFile(string Path, string Sha256, bool Trusted = false);

/// <summary>The files that a session in this folder would load, or that were trusted there.</summary>
public sealed record TrustView(string Directory, IReadOnlyList<TrustFile> Files, DateTimeOffset? TrustedAt = null);

/// <summary>Trust what was looked at: when a file has changed since, nothing is trusted.</summary>
public sealed record TrustRequest(string Directory, IReadOnlyList<TrustFile> Files);

public sealed record RevokeAnswer(int Revoked);
