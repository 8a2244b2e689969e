using System.Reflection;

namespace Steward.Conventions.Tests;

public sealed class KeeperTests
{
    /// <summary>The keeper runs for months beside every agent: each library in it is memory, start time and a reason to be replaced.</summary>
    [Fact]
    public void The_keeper_loads_the_base_library_and_the_domain_alone() => Offences.None(
        "Steward.Keeper speaks to the kernel by itself and stays small:",
        from name in Assembly.Load("Steward.Keeper").GetReferencedAssemblies().Select(reference => reference.Name!)
        where name != "Steward.Domain" && (!name.StartsWith("System.", StringComparison.Ordinal) || IsNetworking(name))
        select name);

    private static bool IsNetworking(string name) =>
        name.StartsWith("System.Net.", StringComparison.Ordinal) && name != "System.Net.Primitives";
}
