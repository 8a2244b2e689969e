namespace Steward.EndToEnd.Tests.Support;

internal sealed record ApiRoute(string Method, string Path, string Scope)
{
    /// <summary>With something in place of its variables.</summary>
    public string Filled => Path.Replace("{id}", "sess_none", StringComparison.Ordinal).Replace("{request}", "perm_none", StringComparison.Ordinal)
        .Replace("{tool}", "list_agents", StringComparison.Ordinal);

    public override string ToString() => $"{Method,-6} {Path,-62} {Scope}";
}

internal static class RouteTable
{
    /// <summary>The routes that there really are: the document is made from the table that requests are routed by.</summary>
    public static async Task<IReadOnlyList<ApiRoute>> RoutesAsync(this HttpApi api) =>
        [.. (await api.GetAsync("/v3/openapi.json")).Json.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(operation =>
                new ApiRoute(operation.Name.ToUpperInvariant(), path.Name, operation.Value.GetProperty("x-scope").GetString()!)))
            .OrderBy(static route => route.Path, StringComparer.Ordinal).ThenBy(static route => route.Method, StringComparer.Ordinal)];
}
