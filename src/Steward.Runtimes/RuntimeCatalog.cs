using System.Diagnostics.CodeAnalysis;
using Steward.Runtimes.ClaudeCode;
using Steward.Runtimes.Demo;
using Steward.Runtimes.Exec;

namespace Steward.Runtimes;

/// <summary>The kinds of agent that Steward can run, by the names that an owner writes into <c>agents.*.runtime</c>.</summary>
public sealed class RuntimeCatalog(IEnumerable<IAgentRuntime> runtimes)
{
    private readonly IAgentRuntime[] _runtimes = [.. runtimes.OrderBy(static runtime => runtime.Kind, StringComparer.Ordinal)];

    public static RuntimeCatalog BuiltIn { get; } = new([new ClaudeRuntime(), new DemoRuntime(), new ExecRuntime()]);

    public IEnumerable<IAgentRuntime> All => _runtimes;

    public IEnumerable<string> Names => _runtimes.Select(static runtime => runtime.Kind);

    public bool TryFind(string name, [NotNullWhen(true)] out IAgentRuntime? runtime)
    {
        runtime = Array.Find(_runtimes, known => known.Kind == name);
        return runtime is not null;
    }
}
