namespace Steward.Domain.Usage;

/// <summary>A window of time in which an account may use so much: how much of it is used, and when it begins anew.</summary>
/// <param name="Window">The service's own name of it, such as <c>five_hour</c>.</param>
/// <param name="Status"><c>allowed</c>, <c>allowed_warning</c> or <c>rejected</c>, or a word that the service came to use later.</param>
/// <param name="Utilisation">1 is all of it.</param>
public sealed record UsageWindow(string Window, string Status, double? Utilisation, DateTimeOffset? ResetsAt)
{
    public const string Allowed = "allowed";

    public const string Rejected = "rejected";

    /// <summary>Why the account does not pay for more, in the service's word.</summary>
    public string? OverageDisabledReason { get; init; }
}
