namespace Steward.Chaos.Tests.Storms;

/// <summary>Who is killed.</summary>
internal enum Victim
{
    Daemon,
    Keeper,
}
