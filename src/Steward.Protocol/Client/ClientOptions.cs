namespace Steward.Protocol.Client;

public sealed record ClientOptions
{
    public Transport Transport { get; init; } = Transport.Unix;

    /// <summary>Instead of the address that the state file names.</summary>
    public DaemonAddress? Address { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a request is tried again while the daemon is being replaced. Zero: one try.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer may take once the request is sent.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A stream on which nothing comes for that long, not even a ping, is taken for dead.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(60);

    public int BodyLimit { get; init; } = 64 << 20;

    /// <summary>Whether a keeper lives that will bring the daemon back. False ends all trying at once.</summary>
    public Func<bool> KeeperLives { get; init; } = static () => true;
}
