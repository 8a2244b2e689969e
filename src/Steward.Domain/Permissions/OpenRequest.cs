namespace Steward.Domain.Permissions;

/// <summary>A question that waits for its owner. The exact input stands in the journal at <paramref name="Seq"/>.</summary>
public sealed record OpenRequest(RequestId Id, string AgentRequestId, PermissionSubject Subject, long Seq, DateTimeOffset Deadline)
{
    public QuestionKind Kind { get; init; }

    public bool OfHelper { get; init; }
}
