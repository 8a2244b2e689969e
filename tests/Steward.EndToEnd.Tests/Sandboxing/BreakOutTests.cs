using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sandboxing;

/// <summary>An agent in a sandbox tries to get out, by every way that is known; each attempt is a line of shell that must fail.</summary>
public sealed class BreakOutTests(WalledSteward steward) : IClassFixture<WalledSteward>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Steward_s_own_files_and_sockets_are_not_there() => Assert.Empty(await EscapesAsync("demo",
        $"cat {steward.Home.StateFile}", $"cat {steward.Home.JournalFile}", $"cat {steward.Home.ConfigFile}", $"ls {steward.Home.DaemonDirectory}",
        $"curl -s -m 5 --unix-socket {steward.Home.ApiSocket} http://localhost/health", $"ls {steward.Home.AgentHome(WalledSteward.Offline)}",
        $"echo x > {steward.Home.Root}/new", $"for root in /proc/[0-9]*/root; do cat $root{steward.Home.StateFile} && exit 0; done; false",
        $"cat /proc/{steward.State.Pid}/environ", $"ls /proc/{steward.State.KeeperPid}/fd", $"cd $HOME/../.. && ls daemon"));

    [Fact]
    public async Task Nothing_outside_of_its_folders_can_be_read_or_changed()
    {
        var outside = Directory.CreateTempSubdirectory("steward-outside-").FullName;
        try
        {
            await StewardUnderTest.WriteAsync(Path.Combine(outside, "secret"), "secret");
            Assert.Empty(await EscapesAsync("demo",
                $"cat {outside}/secret", $"ln -s {outside} link && cat link/secret", $"ln -sf {outside}/new dangling && echo x > dangling && test -e {outside}/new",
                "echo x > /usr/x", "echo x > /etc/x", "echo x > /x", "echo x > $HOME/../x", "cat /etc/shadow", "ls /root", "cat /home/*/.profile", "ls /sys", "ls /run/*", "ls /var/*"));
            Assert.Equal(["secret"], Directory.EnumerateFileSystemEntries(outside).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public async Task The_kernel_gives_it_no_power() => Assert.Empty(await EscapesAsync("demo",
        "mount -t tmpfs none /mnt", "mount -o remount,rw /usr", "umount /usr", "unshare --user --map-root-user true", "unshare --mount true", "chroot / true",
        "mknod disk b 8 0", $"kill -0 {steward.State.Pid}", $"strace -p {steward.State.KeeperPid} -o trace & sleep 0.3; kill $! ; test -s trace",
        "grep -q 'NoNewPrivs:.0' /proc/self/status", "grep -E '^Cap(Eff|Prm|Bnd|Amb):' /proc/self/status | grep -v ':.0000000000000000$'",
        "printf x > /dev/tty", "test -t 0", "echo sandbox > /proc/sys/kernel/hostname", "echo 0 > /proc/sys/vm/swappiness", "echo x > /proc/sysrq-trigger", "cat /dev/mem"));

    [Fact]
    public async Task Without_a_network_it_reaches_nobody()
    {
        var name = $"steward-{Guid.NewGuid():N}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        listener.Listen();
        Assert.Empty(await EscapesAsync(WalledSteward.Offline,
            $"curl -s -m 5 http://127.0.0.1:{Api.Port}/health", $"curl -s -m 5 --abstract-unix-socket {name} http://localhost || test $? -ne 7",
            "curl -s -m 5 http://1.1.1.1/", "getent hosts example.org"));
    }

    [Fact]
    public async Task With_a_network_it_is_still_no_owner_even_with_the_owner_s_token()
    {
        var id = await Api.CreateAsync("""{"sandbox":true}""");
        var folder = (await Api.SessionAsync(id)).GetProperty("directory").GetString()!;
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "hit.sh"), $$"""
            hit() { curl -s -m 20 -o /dev/null -w '%{http_code} ' -H 'Authorization: Bearer {{Api.Token}}' http://127.0.0.1:{{Api.Port}}/v3/sessions; }
            hit
            (setsid setsid sh -c 'sleep 1; . ./hit.sh > orphan.part; mv orphan.part orphan.txt' > /dev/null 2>&1 &)
            """.Replace("(setsid", "[ -z \"$ORPHAN\" ] && export ORPHAN=1 && (setsid", StringComparison.Ordinal));
        await Api.EndAsync(id, await Api.ScriptAsync(id, "tool sh hit.sh > direct.txt"));
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(folder, "orphan.txt")), () => "The orphan did not come to its end.");
        foreach (var answer in (string[])["direct.txt", "orphan.txt"])
            Assert.Equal("403 ", await File.ReadAllTextAsync(Path.Combine(folder, answer), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_repository_s_hooks_and_settings_stay_as_they_are_and_it_can_commit_to_its_branch()
    {
        using var repository = await GitRepository.CreateAsync();
        var reply = await Api.PostAsync("/v3/sessions", JsonSerializer.Serialize(new { directory = repository.Path, spawnMode = "worktree", sandbox = true }));
        Assert.True(reply.Status == HttpStatusCode.Created, reply.Text);
        var id = reply.Json.GetProperty("id").GetString()!;
        Assert.Empty(await EscapesInAsync(id,
            "echo x > $(git rev-parse --git-path hooks)/post-commit", "git config core.fsmonitor /tmp/x", "git update-ref refs/heads/main HEAD", "rm .git", "mv .git other",
            "echo /tmp > $(git rev-parse --git-dir)/commondir", "git update-ref refs/heads/other HEAD", $"echo x > {repository.Path}/src/code.txt"));
        await Api.EndAsync(id, await Api.ScriptAsync(
            id, "tool echo two >> src/code.txt", "tool git add src && git -c user.name=Agent -c user.email=agent@example.org commit --quiet --message work src > said 2>&1"));
        Assert.Contains("work", await repository.RunAsync("log", "--format=%s", $"steward/{reply.Json.GetProperty("shortId").GetString()}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_it_works_in_keeps_its_hooks_and_settings()
    {
        using var repository = await GitRepository.CreateAsync();
        var id = await Api.CreateAsync(JsonSerializer.Serialize(new { directory = repository.Path, sandbox = true }));
        Assert.Empty(await EscapesInAsync(id,
            "echo x > .git/hooks/post-commit", "git config core.fsmonitor /tmp/x", "mv .git/hooks .git/old", "rm .git/config", "mv .git other"));
    }

    private async Task<IReadOnlyList<string>> EscapesAsync(string agent, params string[] attempts) =>
        await EscapesInAsync(await Api.CreateAsync(JsonSerializer.Serialize(new { agent, sandbox = true })), attempts);

    /// <summary>The attempts that came off. Each runs in a shell of its own; one more shows that they ran at all.</summary>
    private async Task<IReadOnlyList<string>> EscapesInAsync(string session, params string[] attempts)
    {
        var folder = (await Api.SessionAsync(session)).GetProperty("directory").GetString()!;
        for (var n = 0; n < attempts.Length; n++)
            await StewardUnderTest.WriteAsync(Path.Combine(folder, $"try-{n}.sh"), attempts[n] + "\n");
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "all.sh"), $"""
            rm -f came-off.txt
            for n in $(seq 0 {attempts.Length - 1}); do
              timeout 20 sh try-$n.sh > /dev/null 2>&1 < /dev/null && echo $n >> came-off.txt
            done
            test "$STEWARD_SANDBOX" = 1 && echo all >> came-off.txt
            """);
        var turn = await Api.ScriptAsync(session, "tool sh all.sh");
        Assert.Equal("turn.done", (await Api.EndAsync(session, turn)).Event);
        var cameOff = await File.ReadAllLinesAsync(Path.Combine(folder, "came-off.txt"), TestContext.Current.CancellationToken);
        Assert.Equal("all", cameOff[^1]);
        return [.. cameOff[..^1].Select(line => attempts[int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)])];
    }
}
