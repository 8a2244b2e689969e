using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Events;
using Steward.Daemon.Files;
using Steward.Daemon.Logs;
using Steward.Domain.Permissions;

namespace Steward.Daemon.Permissions;

internal sealed record RememberedRule(string Agent, PermissionRule Rule);

/// <summary>
/// What the owner allowed for an agent, for good: in a file of the daemon's own, for <c>config.json</c> is the owner's to write. A rule counts once
/// it is on disk. A file that says nothing sensible is put aside, and its rules count no more: then the owner is asked.
/// </summary>
internal sealed class RememberedRules
{
    /// <summary>In the place of an agent's name; no agent can be called so.</summary>
    public const string EveryAgent = "*";

    private const int MostBytes = 4 << 20;

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly ILogger _log;
    private ImmutableList<RememberedRule> _rules;

    public RememberedRules(string file, ILogger log)
    {
        (_file, _log) = (file, log);
        _rules = Load();
    }

    public ImmutableList<RememberedRule> All => Volatile.Read(ref _rules);

    public IEnumerable<PermissionRule> Of(string agent) => All.Where(kept => kept.Agent == agent || kept.Agent == EveryAgent).Select(static kept => kept.Rule);

    public bool Contains(RememberedRule rule) => All.Contains(rule);

    public void Add(RememberedRule rule)
    {
        lock (_gate)
            if (!_rules.Contains(rule))
                TryStoreLocked(_rules.Add(rule));
    }

    /// <summary>Throws when it cannot be written: then the rule does not count.</summary>
    public void Put(RememberedRule rule)
    {
        lock (_gate)
            if (!_rules.Contains(rule))
                StoreLocked(_rules.Add(rule));
    }

    /// <summary>Throws when it cannot be written: then the rule still counts.</summary>
    public void Remove(RememberedRule rule)
    {
        lock (_gate)
            StoreLocked(_rules.Remove(rule));
    }

    private void TryStoreLocked(ImmutableList<RememberedRule> rules)
    {
        try
        {
            StoreLocked(rules);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.RuleNotKept(failure, _file);
        }
    }

    private void StoreLocked(ImmutableList<RememberedRule> rules)
    {
        OwnerFiles.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(rules, RememberedRulesJson.Default.ImmutableListRememberedRule));
        Volatile.Write(ref _rules, rules);
    }

    private ImmutableList<RememberedRule> Load()
    {
        try
        {
            return OwnerFiles.ReadOwned(_file, MostBytes) is { } bytes
                ? JsonSerializer.Deserialize(bytes, RememberedRulesJson.Default.ImmutableListRememberedRule) ?? []
                : [];
        }
        catch (JsonException broken)
        {
            File.Move(_file, _file + ".damaged", overwrite: true);
            _log.RulesDamaged(broken, _file);
            return [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.RulesDamaged(failure, _file);
            return [];
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(RuleVerdictConverter)])]
[JsonSerializable(typeof(ImmutableList<RememberedRule>))]
internal sealed partial class RememberedRulesJson : JsonSerializerContext;
