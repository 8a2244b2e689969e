using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;

namespace Steward.Daemon.Tests.Api;

public sealed class OpenApiRouteTests
{
    /// <summary>The daemon adds the route to the very list that it was made from.</summary>
    [Fact]
    public async Task The_document_holds_each_route_once_and_itself()
    {
        List<Route> routes = [Some("GET", "/v3/things"), Some("POST", "/v3/things"), Some("GET", "/v3/things/{id}")];
        routes.Add(OpenApiRoute.Of(routes));

        using var document = await AnswerOf(routes[^1]);

        Assert.Equal(
            ["get /v3/things", "post /v3/things", "get /v3/things/{id}", "get /v3/openapi.json"],
            document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(
                operation => $"{operation.Name} {path.Name}")));
    }

    private static Route Some(string method, string path) => new(method, path, Scope.Read, "Something.", static (_, _) => Task.CompletedTask);

    private static async Task<JsonDocument> AnswerOf(Route route)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await route.Handle(context, RouteValues.None);
        await context.Response.BodyWriter.FlushAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(body.ToArray());
    }
}
