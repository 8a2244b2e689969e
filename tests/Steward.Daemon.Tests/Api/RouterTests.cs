using Steward.Daemon.Api;

namespace Steward.Daemon.Tests.Api;

public sealed class RouterTests
{
    private static readonly Router Router = new([Of("GET", "/v3/sessions"), Of("POST", "/v3/sessions"), Of("GET", "/v3/sessions/{id}"), Of("POST", "/v3/sessions/{id}/permissions/{request}")]);

    [Fact]
    public void A_route_is_found_by_its_method_and_path_with_its_values()
    {
        Assert.Equal(MatchKind.Found, Router.Match("POST", "/v3/sessions/sess_1/permissions/perm_2", out var route, out var values));
        Assert.Equal(("/v3/sessions/{id}/permissions/{request}", "sess_1", "perm_2"), (route!.Path, values["id"], values["request"]));
    }

    [Theory]
    [InlineData("GET", "/", (int)MatchKind.NoSuchPath)]
    [InlineData("GET", "", (int)MatchKind.NoSuchPath)]
    [InlineData("GET", "/v3", (int)MatchKind.NoSuchPath)]
    [InlineData("GET", "/v3/Sessions", (int)MatchKind.NoSuchPath)]
    [InlineData("GET", "/v3/sessions/a/b", (int)MatchKind.NoSuchPath)]
    [InlineData("DELETE", "/v3/sessions", (int)MatchKind.NoSuchMethod)]
    [InlineData("get", "/v3/sessions", (int)MatchKind.NoSuchMethod)]
    [InlineData("HEAD", "/v3/sessions/x", (int)MatchKind.NoSuchMethod)]
    public void What_is_no_route_says_why(string method, string path, int kind)
    {
        Assert.Equal((MatchKind)kind, Router.Match(method, path, out var route, out _));
        Assert.Null(route);
    }

    [Fact]
    public void A_path_knows_its_methods() => Assert.Equal(["GET", "POST"], Router.MethodsOf("/v3/sessions"));

    [Theory]
    [InlineData("sess_0123456789abcdef")]
    [InlineData("a")]
    [InlineData("my.name-1_x")]
    public void An_id_is_taken(string id) => Assert.Equal(id, Values(id)["id"]);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("-rf")]
    [InlineData("_x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a%2fb")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("\u00e4")]
    [InlineData("\u0661")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_no_id_is_refused(string id) => Assert.Equal(400, Assert.Throws<ApiException>(() => Values(id)["id"]).Status);

    private static RouteValues Values(string id) => new(new Dictionary<string, string> { ["id"] = id });

    private static Route Of(string method, string path) => new(method, path, Scope.Owner, "", static (_, _) => Task.CompletedTask);
}
