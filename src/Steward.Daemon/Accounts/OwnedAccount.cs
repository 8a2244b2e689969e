using System.Collections.Immutable;
using Steward.Protocol.Accounts;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Accounts;

/// <summary>An account, the agent that it belongs to (null: to none that is configured), and where the login variables of its process come from.</summary>
internal sealed record OwnedAccount(string? Agent, ClaudeAccount Account, ImmutableArray<LoginVariableView> Variables);
