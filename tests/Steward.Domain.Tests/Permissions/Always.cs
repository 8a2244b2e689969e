using Steward.Domain.Permissions;

namespace Steward.Domain.Tests.Permissions;

public sealed class Always
{
    private const string Folder = "/ws";

    private static RuleMemory Of(string command, string? found = "/usr/bin/it") => RuleMemory.Of(new PermissionSubject("Bash", command) { Program = found }, Folder);

    /// <summary>Ways to run something that the words of a command do not show, as attacks on other agents used them.</summary>
    public static TheoryData<string> Wrappers =>
    [
        "env -S 'rm -rf /'", "env ls", "env FOO=1 ls", "/usr/bin/env -u X ls", "sh -c ls", "bash -lc ls", "zsh x.sh", "busybox sh", "dash", "rbash -c ls; ls",
        "xargs rm", "xargs -a list rm", "find . -exec rm {} +", "find . -delete", "find . -fprint /etc/x", "fd -x rm", "git -c core.pager=x log",
        "git -c alias.x=!rm x", "git --exec-path=/tmp/x status", "git grep -O./x y", "git status", "hg --config alias.x=!rm x", "sudo ls", "su -c ls", "doas ls", "nohup ls",
        "setsid ls", "nice -n 5 ls", "ionice ls", "timeout 5 ls", "time ls", "stdbuf -o0 ls", "script -c ls", "flock /tmp/x ls", "chroot / ls", "unshare ls",
        "nsenter -t 1 ls", "ssh host ls", "ssh -o ProxyCommand=ls host", "scp -S ./x a b", "rsync -e ./x a b", "tar --checkpoint-action=exec=ls cf x y",
        "tar -I ./x -cf a b", "zip x y -T -TT ls", "awk 'BEGIN'", "gawk -f x", "sed -n 1e x", "perl -e 1", "python -c 1", "python3.12 x.py", "node x.js", "ruby x",
        "php x", "lua x", "make", "make test", "npm test", "npx x", "yarn x", "pnpm x", "cargo run", "go run x", "dotnet run", "pip install x", "uvx x", "docker run x",
        "kubectl exec x", "systemd-run ls", "crontab x", "at now", "watch ls", "entr ls", "parallel ls", "expect x", "gdb -ex x", "strace ls", "ltrace ls", "vim -c x",
        "less x", "man x", "psql -c x", "sqlite3 x", "sort --compress-program=./x y", "split --filter=x y", "ld-linux-x86-64.so.2 ./x", "/lib64/ld-linux-x86-64.so.2 ./x",
        "tmux new x", "pytest", "mvn test", "gradle build", "terraform apply", "eval ls", "exec ls", "source x", ". x", "command ls", "builtin echo",
        "FOO=1 ls", "LD_PRELOAD=./x.so ls", "PATH=. ls", "ls; rm x", "ls & rm x", "ls && rm x", "ls || rm x", "ls | sh", "ls\nrm x", "ls\rrm x", "(ls)", "{ ls; }",
        "echo $(rm x)", "echo `rm x`", "cat <(rm x)", "ls > x", "ls >> x", "cat < x", "ls *", "ls ?", "ls [a]", "ls ~", "echo $HOME", "\\env ls", "\"sh\" x", "s''h x",
        "rbash x.sh", "ld.so ./prog", "setarch -R ./x", "x86_64 ./x", "prove x.t", "nodejs app.js", "ctest", "ssh-agent ./x", "choom -n 0 -- ./x", "c++ x.cc",
        "x86_64-linux-gnu-gcc-12 -fplugin=./x.so x.c", "gcc-ar x", "ip netns exec a ./x", "editor x", "rvim -S x.vim", "debconf ./x", "nm --plugin ./x.so a", "a-tool-of-tomorrow x",
        "$SHELL x", "!ls", "s\th x", "ｓｈ x", "sh\u200b x", "", " ", "\t",
    ];

    [Theory]
    [MemberData(nameof(Wrappers))]
    public void Never_binds_to_a_command_that_runs_others(string command)
    {
        var memory = Of(command);
        Assert.Null(memory.Rule);
        Assert.NotNull(memory.WhyNot);
    }

    [Theory]
    [MemberData(nameof(Wrappers))]
    public void Of_plain_commands_allows_none_that_runs_others(string command)
    {
        PermissionRule[] remembered = [Of("ls -la").Rule!, Of("cat a.txt").Rule!, Of("echo hello").Rule!];
        Assert.Equal(RuleVerdict.Ask, PermissionRules.Judge(remembered, new PermissionSubject("Bash", command)));
    }

    [Theory]
    [InlineData("./ls")]
    [InlineData("../ls")]
    [InlineData("bin/ls")]
    [InlineData("/ws/ls")]
    [InlineData("/srv/me/.local/bin/ls")]
    [InlineData("/tmp/ls")]
    [InlineData("/usr/local/bin/ls")]
    [InlineData("/usr/../tmp/ls")]
    [InlineData("/opt/ls")]
    public void Never_binds_to_a_program_that_an_agent_may_write(string command) => Assert.Null(Of(command).Rule);

    [Theory]
    [InlineData(null)]
    [InlineData("/ws/node_modules/.bin/ls")]
    [InlineData("/srv/me/.local/bin/ls")]
    public void Never_binds_to_a_name_that_the_path_finds_there(string? found) => Assert.Null(Of("ls -la", found).Rule);

    [Fact]
    public void Binds_to_the_program_that_was_found()
    {
        var asked = new PermissionSubject("Bash", "uptime -p") { Program = "/usr/bin/uptime" };
        var rule = RuleMemory.Of(asked, Folder).Rule!;

        Assert.True(rule.Matches(asked));
        Assert.False(rule.Matches(asked with { Program = "/srv/me/bin/uptime" }));
        Assert.False(rule.Matches(asked with { Program = null }));
    }

    [Fact]
    public void Never_binds_to_a_tool_of_which_nothing_is_known()
    {
        var memory = RuleMemory.Of(new PermissionSubject("mcp__files__do"), Folder);
        Assert.Null(memory.Rule);
        Assert.Contains("every use", memory.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_binds_to_what_is_too_long_to_be_judged()
    {
        Assert.Null(Of("echo " + new string('a', 9000)).Rule);
        Assert.NotNull(Of("echo " + new string('a', 900)).Rule);
    }

    [Fact]
    public void Binds_to_how_a_command_is_run()
    {
        var plain = new PermissionSubject("Bash", "ls -la") { Program = "/usr/bin/ls" };
        var outside = plain with { Beside = """{"dangerouslyDisableSandbox":true}""" };
        var rule = RuleMemory.Of(plain, Folder).Rule!;

        Assert.True(rule.Matches(plain));
        Assert.False(rule.Matches(outside));
        Assert.False(RuleMemory.Of(outside, Folder).Rule!.Matches(plain));
    }
}
