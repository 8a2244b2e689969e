using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sessions;

public sealed class DescriptorTests(DescriptorTests.WithCat steward) : IClassFixture<DescriptorTests.WithCat>
{
    private const int AtOnce = 8, Slack = 5;

    public sealed class WithCat : StewardUnderTest
    {
        protected override string MoreAgents => """, "cat": { "runtime": "exec", "command": ["/bin/cat"] }""";
    }

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Sessions_that_came_worked_and_were_deleted_leave_no_descriptor_behind()
    {
        var count = FullNumbers.Wanted ? 10_000 : 40;
        // Until this test's own connections and the journal's readers are as many as they get.
        await ManyAsync(FullNumbers.Wanted ? 1_000 : AtOnce * 4);
        var before = Descriptors();
        await ManyAsync(count);
        var after = before;
        await Eventually.TrueAsync(() =>
        {
            after = Descriptors();
            return after.Daemon <= before.Daemon + Slack && after.Keeper <= before.Keeper + Slack;
        }, () => $"There were {before} descriptors, and now there are {after}.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} sessions: {before} before, {after} after");
    }

    private Task ManyAsync(int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => await OneAsync());

    private async Task OneAsync()
    {
        var id = await Api.CreateAsync("""{"agent":"cat"}""");
        await Api.EndAsync(id, await Api.SubmitAsync(id, "words"));
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Delete, $"/v3/sessions/{id}")).Status);
    }

    private Held Descriptors() => new(Count(steward.State.Pid), Count(steward.State.KeeperPid));

    private static int Count(int pid) => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    private sealed record Held(int Daemon, int Keeper);
}
