#pragma warning disable RS0030 // A test writes what an editor would write, not what Steward would.
using System.Diagnostics;

namespace Steward.Daemon.Tests.Configuration;

public sealed class OwnershipTests : IDisposable
{
    private const string Nobody = "65534:65534";

    private readonly OwnersConfig _config = new();

    [Theory]
    [InlineData("0666")]
    [InlineData("0660")]
    [InlineData("0602")]
    public void A_file_that_others_may_write_is_refused(string mode)
    {
        Run("chmod", mode, _config.Says("{'daemon': {'port': 1000}}").Home.ConfigFile);

        var result = _config.Read();

        Assert.Equal(9999, result.Settings.Port);
        Assert.StartsWith("others may write it", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_may_only_read_is_taken()
    {
        Run("chmod", "0644", _config.Says("{'daemon': {'port': 1000}}").Home.ConfigFile);

        Assert.Equal(1000, _config.Read().Settings.Port);
    }

    [Fact]
    public void A_file_of_another_user_is_refused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a file to somebody else");
        Run("chown", Nobody, _config.Says("{}").Home.ConfigFile);

        Assert.StartsWith("belongs to user 65534", _config.OnlyProblem().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_owners_own_link_to_his_own_file_is_followed()
    {
        _config.Says("{'daemon': {'port': 1000}}");
        File.Move(_config.Home.ConfigFile, _config.At("dotfiles.json"));
        File.CreateSymbolicLink(_config.At("between"), "dotfiles.json");
        File.CreateSymbolicLink(_config.Home.ConfigFile, "../between");

        Assert.Equal(1000, _config.Read().Settings.Port);
    }

    [Fact]
    public void A_link_to_the_file_of_another_user_is_refused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a file to somebody else");
        _config.Says("{}");
        File.Move(_config.Home.ConfigFile, _config.At("theirs.json"));
        Run("chown", Nobody, _config.At("theirs.json"));
        File.CreateSymbolicLink(_config.Home.ConfigFile, _config.At("theirs.json"));

        Assert.StartsWith("belongs to user 65534", _config.OnlyProblem().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_of_another_user_is_refused_wherever_it_leads()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a link to somebody else");
        _config.Says("{}");
        File.Move(_config.Home.ConfigFile, _config.At("mine.json"));
        File.CreateSymbolicLink(_config.Home.ConfigFile, _config.At("mine.json"));
        Run("chown", "-h", Nobody, _config.Home.ConfigFile);

        Assert.Contains("a link that belongs to user 65534", _config.OnlyProblem().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("config.json")]
    public void A_link_that_leads_nowhere_is_said_and_not_taken_for_no_file(string target)
    {
        File.CreateSymbolicLink(_config.Home.ConfigFile, target);

        Assert.StartsWith("is a link", _config.OnlyProblem().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_or_a_pipe_in_its_place_is_refused_at_once()
    {
        Directory.CreateDirectory(_config.Home.ConfigFile);
        Assert.Equal("is no plain file", _config.OnlyProblem().Message);
        Directory.Delete(_config.Home.ConfigFile);

        Run("mkfifo", "-m", "600", _config.Home.ConfigFile);
        Assert.Equal("is no plain file", _config.OnlyProblem().Message);
    }

    [Fact]
    public void One_mebibyte_is_read_and_one_byte_more_is_refused()
    {
        _config.Says("{'daemon': {'port': 1000}}".PadRight(1 << 20));
        Assert.Equal(1000, _config.Read().Settings.Port);

        _config.Says("{'daemon': {'port': 1000}}".PadRight((1 << 20) + 1));
        Assert.Equal("is larger than 1 MiB", _config.OnlyProblem().Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_mistake_and_shifts_no_column()
    {
        _config.Says("\uFEFF{'daemon': {'port': 'x'}}");

        Assert.Equal((1, 21), (_config.OnlyProblem().Line, _config.OnlyProblem().Column));
    }

    public void Dispose() => _config.Dispose();

    private static void Run(string program, params string[] arguments)
    {
        using var child = Process.Start(program, arguments);
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
    }
}
