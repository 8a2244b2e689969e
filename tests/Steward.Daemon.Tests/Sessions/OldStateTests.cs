using Steward.Daemon.Sessions.Stored;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Tests.Sessions;

public sealed class OldStateTests
{
    /// <summary>A state row may have been written by a version that did not know a field yet: what it stands for then is none, and not nothing.</summary>
    [Fact]
    public void What_an_earlier_version_did_not_know_is_none_when_its_state_is_read()
    {
        var state = SessionJson.Read("""
            {"id":"sess_1","agent":"claude","directory":"/ws","createdAt":"2026-11-21T00:00:00Z","turn":{"id":"turn_00000000000000000000000000000001","queuedSeq":1,
             "number":1,"startedAt":"2026-11-21T00:00:00Z"},"process":{"launch":"sess_1-2","pid":7,"startTicks":1}}
            """u8.ToArray());
        Assert.Equal(SessionChoices.None, state.Choices);
        Assert.Equal(SessionChoices.None, state.Process!.Told);
        Assert.Empty(state.Process.Asked);
    }
}
