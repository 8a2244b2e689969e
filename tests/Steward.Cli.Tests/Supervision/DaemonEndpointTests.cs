using Steward.Cli.Supervision;
using Steward.Cli.Tests.Support;
using Steward.Protocol.Client;

namespace Steward.Cli.Tests.Supervision;

public sealed class DaemonEndpointTests : IDisposable
{
    private readonly TestSurroundings surroundings = new();

    public void Dispose() => surroundings.Dispose();

    private DaemonEndpoint Choose(string? host = null, int? port = null) => DaemonEndpoint.Choose(host, port, surroundings.Context);

    [Fact]
    public void Without_a_word_it_is_the_default() => Assert.Equal(new DaemonEndpoint("127.0.0.1", 9999), Choose());

    [Fact]
    public void The_shortcut_past_the_settings_says_what_the_settings_say()
    {
        Assert.Equal(ConfiguredEndpoint.Read(surroundings.Context), ConfiguredEndpoint.Plain(surroundings.Context));
        surroundings.Set("STEWARD_DAEMON_PORT", "2222");
        Assert.Equal(ConfiguredEndpoint.Read(surroundings.Context), ConfiguredEndpoint.Plain(surroundings.Context));
        surroundings.Set("STEWARD_DAEMON_PORT", "");
        surroundings.Set("OPTA_DAEMON_PORT", "3333");
        Assert.Equal(3333, Choose().Port);
    }

    [Fact]
    public void A_flag_wins_over_the_environment_and_that_over_the_file()
    {
        TestSurroundings.Write(surroundings.Home.ConfigFile, """{ "daemon": { "port": 1111 } }""");
        Assert.Equal(1111, Choose().Port);
        surroundings.Set("STEWARD_DAEMON_PORT", "2222");
        Assert.Equal(2222, Choose().Port);
        Assert.Equal(3333, Choose(port: 3333).Port);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    [InlineData("127.evil.example")]
    [InlineData("")]
    public void A_host_beyond_this_machine_is_refused_for_good(string host) =>
        Assert.Equal(ExitCode.Permanent, Assert.Throws<CommandException>(() => Choose(host)).ExitCode);

    [Theory]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("::1", "::1")]
    public void A_loopback_host_is_taken(string host, string expected) => Assert.Equal(expected, Choose(host).Host);

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_refused(int port) =>
        Assert.Equal(ExitCode.Permanent, Assert.Throws<CommandException>(() => Choose(port: port)).ExitCode);

    [Fact]
    public void A_mistake_in_the_environment_is_said_and_not_replaced_by_the_default()
    {
        surroundings.Set("STEWARD_DAEMON_PORT", "99999");
        Assert.Contains("STEWARD_DAEMON_PORT", Assert.Throws<CommandException>(() => Choose()).Message, StringComparison.Ordinal);
    }
}
