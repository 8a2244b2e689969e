namespace Steward.Domain.Sessions;

/// <summary>
/// A working copy of a session's own, with a branch of its own, of somebody's git repository. It is in the session's first event before it is on disk,
/// so none is ever there that nobody knows of.
/// </summary>
/// <param name="Repository">The git folder that all working copies of the repository share.</param>
/// <param name="Path">The working copy's own folder.</param>
/// <param name="Base">The commit that it began with.</param>
/// <param name="Source">The folder that was asked for; the session works in the same one of the copy.</param>
public sealed record SessionWorktree(string Repository, string Path, string Branch, string Base, string Source);
