using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Steward.Domain.Events;
using Steward.EndToEnd.Tests.Support;
using Steward.Protocol;

namespace Steward.EndToEnd.Tests.Contract;

public sealed class ContractTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Every_route_has_the_scope_that_was_approved() => Approved.Equal("Routes", (await Api.RoutesAsync()).Select(static route => route.ToString()),
        "The routes, or what a caller needs to use one, have changed. Nobody: no token; Agent: what agents may see; Read; Owner.");

    [Fact]
    public void The_words_on_the_wire_are_those_that_were_approved() => Approved.Equal("Wire", Shapes(),
        "The JSON of the wire has changed: clients of before must still read it (a new field that may be absent is fine).");

    [Fact]
    public void The_events_have_the_names_and_the_fields_that_were_approved() => Approved.Equal("Events",
        EventNames.All.OrderBy(static pair => pair.Value, StringComparer.Ordinal).SelectMany(static pair => EventFields(pair.Value, pair.Key)),
        "An event has come, gone or changed: what is in a journal must still be read, and clients go by these names.");

    [Fact]
    public async Task The_document_is_openapi_and_every_operation_in_it_is_answered()
    {
        var document = (await Api.GetAsync("/v3/openapi.json")).Json;
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        foreach (var route in (await Api.RoutesAsync()).Where(static route => !route.Path.StartsWith("/v3/daemon/", StringComparison.Ordinal)))
        {
            // Of an empty request nothing is asked but that its route is known.
            using var answer = await Api.OpenAsync(route.Filled, request => request.Method = new HttpMethod(route.Method));
            var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.False(text.Contains("no_route", StringComparison.Ordinal) || text.Contains("no_method", StringComparison.Ordinal), $"{route}: {text}");
            Assert.True((int)answer.StatusCode < 500, $"{route}: {text}");
        }
    }

    [Fact]
    public async Task Every_variable_of_a_path_is_a_parameter_of_its_operations()
    {
        foreach (var path in (await Api.GetAsync("/v3/openapi.json")).Json.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                var named = operation.Value.GetProperty("parameters").EnumerateArray().Where(static one => one.GetProperty("in").GetString() == "path")
                    .Select(static one => one.GetProperty("name").GetString());
                Assert.Equal(path.Name.Split('/').Where(static part => part.StartsWith('{')).Select(static part => part.Trim('{', '}')), named);
            }
    }

    /// <summary>One line a field, so that a change reads as what it is.</summary>
    private static IEnumerable<string> Shapes() =>
        typeof(WireJson).Assembly.GetExportedTypes()
            .Where(static type => type.Namespace != "Steward.Protocol.Client" && WireJson.Default.GetTypeInfo(type) is not null && !type.IsPrimitive && type != typeof(string))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .SelectMany(static type => Fields(type.Name, WireJson.Default.GetTypeInfo(type)!.GetJsonSchemaAsNode()));

    private static IEnumerable<string> EventFields(string name, Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static field => field.GetMethod!.GetBaseDefinition().Name != "get_EqualityContract")
            .Select(field => $"{name} {JsonNamingPolicy.CamelCase.ConvertName(field.Name)}: {(Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType).Name}")
            .DefaultIfEmpty(name);

    private static IEnumerable<string> Fields(string name, JsonNode schema)
    {
        var required = schema["required"]?.AsArray().Select(static one => one!.GetValue<string>()).ToHashSet() ?? [];
        if (schema["properties"] is not JsonObject properties)
            return [$"{name}: {Kind(schema)}"];
        return properties.Select(field => $"{name}.{field.Key}: {Kind(field.Value!)}{(required.Contains(field.Key) ? " required" : "")}");
    }

    private static string Kind(JsonNode schema) => schema switch
    {
        JsonObject one when one["type"] is JsonArray types => string.Join('|', types.Select(static type => type!.GetValue<string>())) + Items(one),
        JsonObject one when one["type"] is { } type => type.GetValue<string>() + Items(one),
        _ => "any",
    };

    private static string Items(JsonObject schema) =>
        schema["items"] is JsonObject items ? $"<{Kind(items)}>" : schema["additionalProperties"] is JsonObject values ? $"<{Kind(values)}>" : "";
}
