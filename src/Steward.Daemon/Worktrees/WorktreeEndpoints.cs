using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Sessions;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Worktrees;

internal sealed class WorktreeEndpoints(SessionRegistry registry, WorkingCopies worktrees)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/sessions/{id}/diff", Scope.Read, "What a session changed in its own working copy, as a patch.", DiffAsync)
        {
            ResponseType = "text/x-diff",
        },
    ];

    private async Task DiffAsync(HttpContext context, RouteValues values)
    {
        var state = SessionLookup.State(registry, values["id"]);
        if (state.Worktree is not { } worktree)
            throw ApiException.Conflict(
                "no_worktree", "The session works in a folder that it shares.", "A session that is made with --spawn-mode worktree can be compared.");
        var patch = await DiffAsync(worktree, context.RequestAborted);
        context.Response.ContentType = "text/x-diff; charset=utf-8";
        context.Response.ContentLength = patch.Length;
        await context.Response.BodyWriter.WriteAsync(patch, context.RequestAborted);
    }

    private async Task<byte[]> DiffAsync(SessionWorktree worktree, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => worktrees.Diff(worktree), cancellationToken);
        }
        catch (Exception failure) when (failure is WorktreeException or IOException or UnauthorizedAccessException)
        {
            throw ApiException.Conflict("no_diff", failure.Message, $"Look for yourself: git -C {worktree.Path} diff {worktree.Base}");
        }
    }
}
