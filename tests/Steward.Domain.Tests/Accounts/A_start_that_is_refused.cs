using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Accounts;

public sealed class A_start_that_is_refused
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly TurnFailure Expired = new("oauth-expired", FailureKind.Auth, "It has expired.", Retryable: false, "Log in.");

    [Fact]
    public void Ends_its_turn_with_the_cause_leaves_no_process_and_parks_nothing_however_often_it_happens()
    {
        var id = SessionId.From(Guid.NewGuid());
        var state = SessionRules.Create(new SessionCreated { SessionId = id, Agent = "claude", Directory = "/w" }, Now).State;
        for (var turn = 0; turn < 50; turn++)
        {
            state = SessionRules.Decide(state, new SubmitTurn(TurnId.From(Guid.NewGuid()), "hello"), Now).State;
            state = SessionRules.Decide(state, new TurnAdmitted(), Now).State;
            var refused = SessionRules.Decide(state, new ChildNotStarted(state.Process!.Launch, Expired.Message) { Failure = Expired }, Now);
            var error = Assert.Single(refused.Events.OfType<TurnError>());
            Assert.Equal((Expired.Code, Expired.Kind, Expired.Fix), (error.Code, error.Kind, error.Fix));
            state = refused.State;
            Assert.Null(state.Process);
            Assert.Null(state.Turn);
            Assert.Null(state.ParkedBecause);
        }
    }
}
