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
/// it is on disk. Of a file that says nothing sensible nobody knows what it denied, so the owner is asked about everything until that is taken back.
/// </summary>
internal sealed class RememberedRules
{
    /// <summary>In the place of an agent's name; no agent can be called so.</summary>
    public const string EveryAgent = "*";

    private const int MostBytes = 4 << 20;

    private static readonly RememberedRule AskAboutAll = new(EveryAgent, new PermissionRule(RuleVerdict.Ask, "*"));

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly ILogger _log;
    private bool _unread;
    private ImmutableList<RememberedRule> _rules = [];

    public RememberedRules(string file, ILogger log)
    {
        (_file, _log) = (file, log);
        Load();
    }

    /// <summary>For the owner, when what was remembered could not be read.</summary>
    public string? Trouble { get; private set; }

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
        if (_unread)
            throw new IOException($"{_file} could not be read when the daemon started, and is not written over.");
        OwnerFiles.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(rules, RememberedRulesJson.Default.ImmutableListRememberedRule));
        Volatile.Write(ref _rules, rules);
    }

    private void Load()
    {
        try
        {
            if (OwnerFiles.ReadOwned(_file, MostBytes) is { } bytes)
                _rules = JsonSerializer.Deserialize(bytes, RememberedRulesJson.Default.ImmutableListRememberedRule) ?? [];
        }
        catch (JsonException broken)
        {
            File.Move(_file, _file + ".damaged", overwrite: true);
            Distrust(broken, $"The rules that you gave and that were remembered are damaged ({_file}.damaged). What they denied is not known, so you are asked about "
                + "everything, until you take the rule `ask *` back: steward permissions rules, and revoke.");
            TryStoreLocked(_rules);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _unread = true;
            Distrust(failure, $"{_file} cannot be read ({failure.Message}). What it denies is not known, so you are asked about everything. Mend it, then: steward restart.");
        }
    }

    private void Distrust(Exception failure, string sentence)
    {
        _log.RulesDamaged(failure, _file);
        _rules = [AskAboutAll];
        Trouble = sentence;
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
