using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Steward.Protocol;
using Steward.Protocol.Contract;

namespace Steward.Daemon.Api;

/// <summary>The OpenAPI 3.1 document, made from the same table that requests are routed by, so that it cannot say anything else.</summary>
internal static class OpenApiRoute
{
    public static Route Of(IReadOnlyList<Route> others)
    {
        List<Route> all = [.. others];
        byte[]? document = null;
        var own = new Route("GET", "/v3/openapi.json", Scope.Read, "This document.", (context, _) =>
            HttpJson.WriteBytesAsync(context, document ??= Write(all), 200))
        {
            ResponseType = "application/json",
        };
        all.Add(own);
        return own;
    }

    public static byte[] Write(IReadOnlyList<Route> routes)
    {
        var paths = new JsonObject();
        foreach (var group in routes.GroupBy(static route => route.Path))
            paths[group.Key] = new JsonObject([.. group.Select(static route =>
                KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonNode?)Operation(route)))]);
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Steward", ["version"] = WireContract.ProtocolVersion },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            },
        };
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            document.WriteTo(writer);
        return buffer.ToArray();
    }

    private static JsonObject Operation(Route route)
    {
        var operation = new JsonObject
        {
            ["summary"] = route.Summary,
            ["x-scope"] = route.Scope.ToString().ToLowerInvariant(),
            ["parameters"] = new JsonArray([.. Parameters(route)]),
            ["responses"] = new JsonObject
            {
                [route.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Answer(route),
                ["default"] = Content("An error.", "application/json", SchemaOf(WireJson.Default.ErrorAnswer)),
            },
        };
        if (route.Scope != Scope.Nobody)
            operation["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() });
        if (route.Request is { } request)
            operation["requestBody"] = new JsonObject
            {
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = SchemaOf(request()) } },
            };
        return operation;
    }

    private static IEnumerable<JsonNode> Parameters(Route route) =>
        route.Segments.Where(static part => part[0] == '{').Select(static part => Parameter(part.Trim('{', '}'), "path", required: true))
            .Concat(route.Query.Select(static name => Parameter(name, "query", required: false)));

    private static JsonObject Parameter(string name, string place, bool required) => new JsonObject
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = required,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Answer(Route route) => route.Response is { } response
        ? Content(route.Summary, "application/json", SchemaOf(response()))
        : Content(route.Summary, route.ResponseType ?? "application/json", null);

    private static JsonObject Content(string description, string type, JsonNode? schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [type] = schema is null ? new JsonObject() : new JsonObject { ["schema"] = schema } },
    };

    private static JsonNode SchemaOf(JsonTypeInfo type) => type.GetJsonSchemaAsNode();
}
