namespace Steward.Domain.Events;

/// <summary>Something that happened in a session. Its properties are the payload that subscribers see; <see cref="EventNames"/> names it.</summary>
public abstract record SessionEvent;
