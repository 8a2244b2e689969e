using Steward.Daemon.Sandboxing;

namespace Steward.Daemon.Tests.Sandboxing;

public sealed class SandboxExecTests
{
    private static readonly SandboxPlan Plan = new()
    {
        Directory = "/owner/project",
        Readable = ["/opt/tools"],
        Writable = ["/owner/project", "/owner/.config/steward/agents/claude"],
        Guarded = ["/owner/project/.git/hooks"],
        Hidden = "/owner/.config/steward",
        Network = false,
    };

    [Fact]
    public void The_profile_denies_all_and_then_allows_what_is_named_the_outer_folders_first() => Assert.EndsWith("""
        (allow file-read* (subpath "/dev"))
        (allow file-read* (subpath "/opt/tools"))
        (allow file-read* file-write* (subpath "/owner/project"))
        (deny file-read* file-write* (subpath "/owner/.config/steward"))
        (allow file-read* file-write* (subpath "/owner/.config/steward/agents/claude"))
        (deny file-write* (subpath "/owner/project/.git/hooks"))

        """, SandboxExec.Profile(Plan), StringComparison.Ordinal);

    [Fact]
    public void It_begins_with_a_refusal_of_everything() =>
        Assert.StartsWith("(version 1)\n(deny default)\n", SandboxExec.Profile(Plan), StringComparison.Ordinal);

    [Fact]
    public void The_network_is_there_when_the_owner_leaves_it() =>
        Assert.EndsWith("(allow network*)\n", SandboxExec.Profile(Plan with { Network = true }), StringComparison.Ordinal);

    [Fact]
    public void A_path_cannot_end_its_quotes() => Assert.Contains(
        """(subpath "/a\"b\\c")""", SandboxExec.Profile(Plan with { Writable = ["/a\"b\\c"] }), StringComparison.Ordinal);
}
