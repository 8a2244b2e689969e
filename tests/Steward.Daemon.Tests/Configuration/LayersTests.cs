using Steward.Daemon.Configuration;

namespace Steward.Daemon.Tests.Configuration;

public sealed class LayersTests : IDisposable
{
    private readonly OwnersConfig _config = new();

    [Fact]
    public void Without_a_file_everything_has_its_default_and_says_so()
    {
        var result = _config.Read();

        Assert.True(result.IsValid);
        Assert.Equal(Settings.Default, result.Settings);
        Assert.Equal(SettingSource.Default, result.Sources["daemon.port"]);
        Assert.All(result.Sources.Values, source => Assert.Equal(SettingSource.Default, source));
    }

    [Fact]
    public void A_flag_beats_the_environment_which_beats_the_file()
    {
        _config.Says("{'daemon': {'host': '127.0.0.2', 'port': 1000, 'maxSessions': 3}}");
        _config.Variables["STEWARD_DAEMON_HOST"] = "127.0.0.3";
        _config.Variables["STEWARD_DAEMON_PORT"] = "2000";

        var result = _config.Read(new SettingsOverrides { Port = 3000 });

        Assert.Empty(result.Problems);
        Assert.Equal(("127.0.0.3", 3000, 3), (result.Settings.Host, result.Settings.Port, result.Settings.MaxSessions));
        Assert.Equal(SettingSource.Environment, result.Sources["daemon.host"]);
        Assert.Equal(SettingSource.Flag, result.Sources["daemon.port"]);
        Assert.Equal(SettingSource.File, result.Sources["daemon.maxSessions"]);
        Assert.Equal(SettingSource.Default, result.Sources["daemon.workerPoolSize"]);
    }

    [Fact]
    public void The_older_names_of_host_and_port_are_heard_unless_the_own_name_is_set()
    {
        _config.Variables["OPTA_DAEMON_HOST"] = "127.0.0.9";
        _config.Variables["OPTA_DAEMON_PORT"] = "1234";
        _config.Variables["STEWARD_DAEMON_PORT"] = "4321";

        var settings = _config.Read().Settings;

        Assert.Equal(("127.0.0.9", 4321), (settings.Host, settings.Port));
    }

    [Fact]
    public void An_empty_variable_says_nothing()
    {
        _config.Says("{'daemon': {'port': 1000}}");
        _config.Variables["STEWARD_DAEMON_PORT"] = "";

        Assert.Equal(1000, _config.Read().Settings.Port);
    }

    [Fact]
    public void Every_number_of_the_daemon_can_be_said_by_a_variable_of_its_name()
    {
        _config.Variables["STEWARD_DAEMON_LIMITS_BODY_KB"] = "2";
        _config.Variables["STEWARD_DAEMON_PERMISSION_TIMEOUT_MS"] = "5";

        var settings = _config.Read().Settings;

        Assert.Equal(2048, settings.Limits.BodyBytes);
        Assert.Equal(TimeSpan.FromMilliseconds(5), settings.PermissionTimeout);
    }

    [Fact]
    public void The_door_without_a_token_is_opened_by_the_file_alone()
    {
        _config.Variables["STEWARD_AUTH_LOOPBACK"] = "open";

        Assert.False(_config.Read().Settings.OpenLoopback);
        Assert.True(_config.Says("{'auth': {'loopback': 'open'}}").Read().Settings.OpenLoopback);
    }

    [Theory]
    [InlineData("x", "expected a whole number from 0 to 65535, not a text")]
    [InlineData("-1", "expected a whole number from 0 to 65535, not -1")]
    [InlineData("70000", "expected a whole number from 0 to 65535, not 70000")]
    [InlineData(" 80", "expected a whole number from 0 to 65535, not a text")]
    public void A_wrong_variable_is_named(string value, string message)
    {
        _config.Variables["STEWARD_DAEMON_PORT"] = value;

        Assert.Equal($"STEWARD_DAEMON_PORT: daemon.port: {message}", _config.OnlyProblem().ToString());
    }

    [Fact]
    public void A_wrong_flag_is_named_and_so_is_everything_wrong_below_it()
    {
        _config.Says("{'daemon': {'port': 'no'}}");
        _config.Variables["STEWARD_DAEMON_PORT"] = "70000";

        var problems = _config.Read(new SettingsOverrides { Port = -1, Host = "0.0.0.0" }).Problems;

        Assert.Equal([_config.Home.ConfigFile, "STEWARD_DAEMON_PORT", "--host", "--port"], problems.Select(problem => problem.Where));
    }

    [Fact]
    public void A_profile_reads_the_same_file()
    {
        _config.Says("{'daemon': {'port': 1000}}");

        var settings = SettingsFile.Read(_config.Home with { Profile = "fr" }, _ => null, SettingsOverrides.None, OwnersConfig.Runtimes).Settings;

        Assert.Equal(1000, settings.Port);
    }

    public void Dispose() => _config.Dispose();
}
