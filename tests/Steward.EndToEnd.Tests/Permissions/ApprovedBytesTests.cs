using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Permissions;

public sealed class ApprovedBytesTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const int Rounds = 100;

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task What_is_swapped_between_showing_and_running_changes_neither_the_bytes_nor_the_folder_that_they_run_in()
    {
        var (shown, other, link) = (Folder("shown"), Folder("other"), Path.Combine(steward.Home.Root, "work"));
        Directory.CreateSymbolicLink(link, shown);
        var id = await Api.CreateAsync($$"""{"directory":"{{link}}"}""");
        var turn = await Api.ScriptAsync(id, [.. Enumerable.Range(0, Rounds).Select(static n => $"ask bash touch ran-{n}")]);
        var known = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var question = await Eventually.Async(async () => (await Api.GetAsync($"/v3/sessions/{id}/permissions")).Json.EnumerateArray()
                .Select(static open => open.GetProperty("requestId").GetString()!).FirstOrDefault(open => !known.Contains(open)), "The next question");
            known.Add(question);
            Swap(link, round % 2 == 0 ? other : shown);
            Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", """{"decision":"allow"}""")).Status);
        }
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var events = await Api.EventsAsync(id);
        Assert.Equal(Args(events, "permission.request"), Args(events, "tool.start"));
        Assert.Equal((Rounds, 0), (Directory.GetFiles(shown).Length, Directory.GetFiles(other).Length));
    }

    private static List<string> Args(IEnumerable<Envelope> events, string name) =>
        [.. events.Where(happened => happened.Event == name).Select(static happened => happened.Payload.GetProperty("args").GetRawText())];

    private static void Swap(string link, string target)
    {
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, target);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(steward.Home.Root, name)).FullName;
}
