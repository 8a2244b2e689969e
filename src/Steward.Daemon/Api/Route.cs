using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Steward.Daemon.Api;

/// <summary>One route: what it answers, who may call it, and what goes in and out, for callers and for the OpenAPI document alike.</summary>
internal sealed record Route(string Method, string Path, Scope Scope, string Summary, Func<HttpContext, RouteValues, Task> Handle)
{
    // Asked for by the OpenAPI document alone: making them all would be a third of the daemon's start.
    public Func<JsonTypeInfo>? Request { get; init; }

    public Func<JsonTypeInfo>? Response { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>What the answer is when it is not JSON.</summary>
    public string? ResponseType { get; init; }

    public IReadOnlyList<string> Query { get; init; } = [];

    public string[] Segments { get; } = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
