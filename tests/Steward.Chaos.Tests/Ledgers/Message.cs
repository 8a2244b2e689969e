namespace Steward.Chaos.Tests.Ledgers;

/// <summary>A message that leaves a trace outside of Steward: the agent's own ledger says how often it was started and finished.</summary>
internal record Message(string Id, string Session, string LedgerPath)
{
    public string Script { get; init; } = "words 6 3";

    public virtual string Content => $"#script\nledger {LedgerPath} {Id}\n{Script}";
}
