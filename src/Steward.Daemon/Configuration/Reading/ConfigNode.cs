using System.Collections.Immutable;

namespace Steward.Daemon.Configuration.Reading;

/// <summary>A value as it was written, with its place.</summary>
internal abstract record ConfigNode(Place Place)
{
    /// <summary>What it is, in words for its owner, without its content: that may be a secret.</summary>
    public abstract string Kind { get; }
}

internal sealed record ConfigObject(Place Place, ImmutableArray<ConfigMember> Members) : ConfigNode(Place)
{
    public override string Kind => "an object";

    public ConfigNode? Find(string name) => Members.FirstOrDefault(member => member.Name == name)?.Value;
}

internal sealed record ConfigMember(string Name, Place Place, ConfigNode Value);

internal sealed record ConfigList(Place Place, ImmutableArray<ConfigNode> Items) : ConfigNode(Place)
{
    public override string Kind => "a list";
}

internal sealed record ConfigText(Place Place, string Value) : ConfigNode(Place)
{
    public override string Kind => "a text";
}

internal sealed record ConfigNumber(Place Place, string Digits) : ConfigNode(Place)
{
    public override string Kind => "a number";
}

/// <summary>true, false or null.</summary>
internal sealed record ConfigWord(Place Place, string Word) : ConfigNode(Place)
{
    public override string Kind => Word;
}
