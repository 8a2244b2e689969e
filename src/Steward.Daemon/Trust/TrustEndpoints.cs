using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Protocol;
using Steward.Protocol.Errors;
using Steward.Protocol.Trust;

namespace Steward.Daemon.Trust;

internal sealed class TrustEndpoints(WorkspaceTrust trust)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/trust", Scope.Read, "Lists what is trusted; of one folder, the files that a session there would load.", ShowAsync)
        {
            Response = static () => WireJson.Default.IReadOnlyListTrustView,
            Query = ["directory"],
        },
        new("POST", "/v3/trust", Scope.Owner, "Trusts the files of a folder as they were looked at.", AddAsync)
        {
            Request = static () => WireJson.Default.TrustRequest,
            Response = static () => WireJson.Default.TrustView,
        },
        new("DELETE", "/v3/trust", Scope.Owner, "Trusts a folder no longer.", RemoveAsync)
        {
            Response = static () => WireJson.Default.RevokeAnswer,
            Query = ["directory"],
        },
    ];

    private Task ShowAsync(HttpContext context, RouteValues values)
    {
        var views = HttpJson.QueryText(context, "directory") is { } directory
            ? [new TrustView(Folder(directory), [.. Look(directory).Select(file => new TrustFile(file.Path, file.Sha256, trust.Store.Trusts(file)))])]
            : trust.Store.All;
        return HttpJson.WriteAsync(context, views, WireJson.Default.IReadOnlyListTrustView);
    }

    private async Task AddAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.TrustRequest);
        if (request is null)
            throw ApiException.BadRequest("no_directory", "Name the `directory`, and the `files` as GET /v3/trust shows them.");
        var now = Look(request.Directory);
        if (!now.Select(static file => (file.Path, file.Sha256)).SequenceEqual(request.Files.Select(static file => (file.Path, file.Sha256))))
            throw ApiException.Conflict("changed", "The files are not those that were looked at; nothing is trusted.", "Look again, and trust what is there then.");
        await HttpJson.WriteAsync(context, trust.Store.Add(Folder(request.Directory), now), WireJson.Default.TrustView);
    }

    private Task RemoveAsync(HttpContext context, RouteValues values)
    {
        var directory = HttpJson.QueryText(context, "directory") ?? throw ApiException.BadRequest("no_directory", "Name the folder: ?directory=…");
        return HttpJson.WriteAsync(context, new RevokeAnswer(trust.Store.Remove(Folder(directory))), WireJson.Default.RevokeAnswer);
    }

    private IReadOnlyList<FoundFile> Look(string directory)
    {
        try
        {
            return trust.Look(Folder(directory));
        }
        catch (TooMuchToTrustException much)
        {
            throw new ApiException(409, new ErrorBody("untrustworthy", "workspace", much.Message, false, "Take away what is not needed, or work in another folder."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ApiException.Conflict("unreadable", $"The files cannot be looked at: {e.Message}");
        }
    }

    private static string Folder(string directory) => Path.IsPathRooted(directory) && !directory.Contains('\0', StringComparison.Ordinal)
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))
        : throw ApiException.BadRequest("bad_directory", "The folder must be an absolute path.");
}
