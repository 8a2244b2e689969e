using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Steward.Daemon.Events;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Turns;
using Steward.Protocol;
using Steward.Protocol.Events;

namespace Steward.Daemon.Tests.Events;

public sealed class PayloadTests
{
    private static readonly TurnId Turn = new("turn_1");

    [Fact]
    public void A_client_reads_an_event_that_leaves_out_everything_that_it_may()
    {
        Assert.Equal("a line", Read(new TurnProgress(null, "a line"), WireJson.Default.TurnTextPayload).Text);
        Assert.Null(Read(new TurnError(Turn, "exit-1", FailureKind.Agent, "It ended.", false, null), WireJson.Default.TurnErrorPayload).Fix);
        Assert.Null(Read(new SessionUpdated(Title: "a title"), WireJson.Default.SessionUpdatedPayload).Archived);
        Assert.Null(Read(Asked(), WireJson.Default.PermissionRequestPayload).Description);
        Assert.Null(Read(
            new PermissionResolved(new RequestId("perm_1"), PermissionDecision.Allow, "owner"), WireJson.Default.PermissionResolvedPayload).Reason);
    }

    private static PermissionRequested Asked() => new()
    {
        RequestId = new RequestId("perm_1"),
        TurnId = Turn,
        ToolName = "bash",
        Args = RawJson.EmptyObject,
        Subject = new PermissionSubject("bash"),
        AgentRequestId = "ask-1",
        Deadline = DateTimeOffset.UnixEpoch,
    };

    private static T Read<T>(SessionEvent happened, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(DomainJson.Write(happened), type)!;
}
