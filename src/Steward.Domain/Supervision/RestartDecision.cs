namespace Steward.Domain.Supervision;

public enum ParkReason { Permanent, RapidFailures }

public abstract record RestartDecision(RestartHistory History)
{
    public sealed record Restart(TimeSpan After, RestartHistory History) : RestartDecision(History);

    public sealed record Park(ParkReason Reason, RestartHistory History) : RestartDecision(History);
}
