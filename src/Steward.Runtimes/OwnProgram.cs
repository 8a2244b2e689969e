using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Steward.Runtimes;

/// <summary>What must be there for Steward's own program to run in a sandbox.</summary>
public static class OwnProgram
{
    public static ImmutableArray<string> Files(string program) => [Path.GetDirectoryName(program)!, .. SharedRuntime()];

    // Where it is not a part of the program.
    private static IEnumerable<string> SharedRuntime()
    {
        var folder = RuntimeEnvironment.GetRuntimeDirectory();
        return folder.IndexOf("/shared/Microsoft.NETCore.App/", StringComparison.Ordinal) is > 0 and var end ? [folder[..end]] : [];
    }
}
