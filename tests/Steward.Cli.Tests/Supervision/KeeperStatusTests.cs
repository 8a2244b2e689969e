using Steward.Cli.Supervision;

namespace Steward.Cli.Tests.Supervision;

public sealed class KeeperStatusTests
{
    [Fact]
    public void A_start_that_went_well_names_the_daemon() => Assert.Equal(
        new KeeperStatus(true) { DaemonPid = 12, Port = 9999 }, KeeperStatus.Parse("""{"ok":true,"keeperPid":11,"daemonPid":12,"port":9999}"""));

    [Fact]
    public void A_start_that_failed_says_why_and_who_is_in_the_way() => Assert.Equal(
        new KeeperStatus(false) { Code = "port_in_use", Exit = 78, Message = "port already in use: 9999 (pid 7, nginx)", Pid = 7 },
        KeeperStatus.Parse("""{"ok":false,"code":"port_in_use","exit":78,"message":"port already in use: 9999 (pid 7, nginx)","pid":7}"""));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"ok\":tr")]
    [InlineData("[]")]
    [InlineData("{\"ok\":\"yes\"}")]
    public void Half_a_line_is_no_word(string? line) => Assert.Null(KeeperStatus.Parse(line));
}
