namespace Steward.Chaos.Tests.Keepers;

public sealed class TwoKeepersTests
{
    [Fact]
    public async Task Of_four_keepers_at_once_one_lives_and_the_others_leave_without_a_trace() => await KeeperRace.RunAsync(rounds: 3, TimeSpan.FromMinutes(1));
}
