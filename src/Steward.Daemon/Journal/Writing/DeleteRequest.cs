namespace Steward.Daemon.Journal.Writing;

internal sealed class DeleteRequest(string session) : WriteRequest<bool>
{
    // It makes room, so it is taken when there is none.
    public override bool Essential => true;

    public override long Bytes => 0;

    public override void Apply(GroupTransaction group) => group.Purge(session);
}
