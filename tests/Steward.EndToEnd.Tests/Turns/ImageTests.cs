using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Turns;

public sealed class ImageTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const string Red = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

    private static readonly byte[] Bytes = Convert.FromBase64String(Red);

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_picture_reaches_the_agent_and_events_name_it_without_its_bytes()
    {
        var id = await Api.CreateAsync();
        var end = await Api.EndAsync(id, await SubmitAsync(id, new { data = Red, mediaType = "image/png" }, new { data = Red }));
        Assert.Equal("turn.done", end.Event);
        var events = await Api.EventsAsync(id);
        Assert.StartsWith($"You sent image/png of {Bytes.Length} bytes, image/png of {Bytes.Length} bytes.", events.Text("turn.message"), StringComparison.Ordinal);
        var queued = Assert.Single(events, static happened => happened.Event == "turn.queued");
        var image = queued.Payload.GetProperty("images")[0];
        Assert.Equal(("image/png", Bytes.Length), (image.Text("mediaType"), image.GetProperty("bytes").GetInt32()));
        Assert.DoesNotContain(events, static happened => happened.Raw.Contains(Red, StringComparison.Ordinal));
        Assert.Equal(image.Text("sha256"), Path.GetFileName(Assert.Single(Kept(id))));
    }

    [Fact]
    public async Task Pictures_go_with_their_session()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await SubmitAsync(id, new { data = Red }));
        Assert.NotEmpty(Kept(id));
        await Api.SendAsync(HttpMethod.Delete, $"/v3/sessions/{id}");
        Assert.Empty(Kept(id));
    }

    [Theory]
    [InlineData("""{"data":"not base64!"}""")]
    [InlineData("""{"data":"aGVsbG8="}""")]
    [InlineData("""{"data":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC","mediaType":"image/jpeg"}""")]
    [InlineData("null")]
    public async Task What_is_no_picture_is_refused(string image)
    {
        var id = await Api.CreateAsync();
        var reply = await Api.PostAsync($"/v3/sessions/{id}/turns", $$"""{"content":"look","images":[{{image}}]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "bad_image"), (reply.Status, reply.Code));
        Assert.Empty(Kept(id));
    }

    [Theory]
    [InlineData("do")]
    [InlineData("bg")]
    public async Task A_message_that_is_refused_leaves_no_session_behind(string verb)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("steward-image-").FullName, "no.png");
        await File.WriteAllTextAsync(file, "no picture", TestContext.Current.CancellationToken);
        var before = (await Api.GetAsync("/v3/sessions?archived=true")).Json.GetArrayLength();
        var refused = await steward.RunAsync(verb, "--image", file, "look");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("picture", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, (await Api.GetAsync("/v3/sessions?archived=true")).Json.GetArrayLength());
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task One_that_is_larger_than_a_body_may_be_is_refused_with_what_to_do()
    {
        var id = await Api.CreateAsync();
        var reply = await Api.PostAsync($"/v3/sessions/{id}/turns", JsonSerializer.Serialize(new { content = "look", images = new[] { new { data = Convert.ToBase64String(new byte[1 << 20]) } } }));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (reply.Status, reply.Code));
        Assert.Contains("bodyKb", reply.Json.GetProperty("error").Text("fix"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_any_more_what_it_was_is_not_sent()
    {
        var id = await Api.CreateAsync();
        var running = await Api.ScriptAsync(id, "say ready", "sleep 60000");
        await Api.EventAsync(id, "turn.token");
        var waiting = await SubmitAsync(id, new { data = Red });
        await File.WriteAllBytesAsync(Assert.Single(Kept(id)), [1, 2, 3], TestContext.Current.CancellationToken);
        await Api.PostAsync($"/v3/sessions/{id}/cancel", JsonSerializer.Serialize(new { turnId = running }));
        Assert.Equal("turn.error", (await Api.EndAsync(id, waiting)).Event);
    }

    [Fact]
    public async Task The_command_takes_files_and_says_which_one_cannot_be_read()
    {
        var file = Path.Combine(steward.Home.Root, "red.png");
        await File.WriteAllBytesAsync(file, Bytes, TestContext.Current.CancellationToken);
        var sent = await steward.RunAsync("do", "--image", file, "say hello");
        Assert.True(sent.ExitCode == 0 && sent.Out.Contains($"image/png of {Bytes.Length} bytes", StringComparison.Ordinal), sent.Out + sent.Error);
        var missing = await steward.RunAsync("do", "--image", file + ".not", "say hello");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("red.png.not", missing.Error, StringComparison.Ordinal);
    }

    private string[] Kept(string session) =>
        Directory.Exists(steward.Home.ImageDirectory(session)) ? Directory.GetFiles(steward.Home.ImageDirectory(session)) : [];

    private async Task<string> SubmitAsync(string session, params object[] images)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{session}/turns", JsonSerializer.Serialize(new { content = "say hello", images }));
        Assert.True(reply.Status == HttpStatusCode.Accepted, reply.Text);
        return reply.Json.Text("turnId");
    }
}
