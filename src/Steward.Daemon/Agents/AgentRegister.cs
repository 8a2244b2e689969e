using System.Buffers;
using System.Text;
using System.Text.Json;
using Steward.Daemon.Api;
using Steward.Daemon.Configuration;
using Steward.Daemon.Configuration.Shapes;
using Steward.Protocol.Agents;
using Steward.Protocol.Errors;
using Steward.Protocol.Permissions;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Agents;

/// <summary>
/// Writes agents into the owner's <c>config.json</c> and takes them out, at the owner's word. It counts at once, for that one agent; what else changed in the
/// file waits for a restart.
/// </summary>
internal sealed class AgentRegister(
    ConfigEdit config, LiveSettings settings, AgentDirectory agents, AgentHomes homes, AgentArchive archive, AgentEviction eviction, Action<Settings> learn)
{
    private readonly Lock _gate = new();

    public (KnownAgent Agent, bool IsNew, string? Restored) Register(RegisterAgentRequest request)
    {
        RequireHarmless(request);
        lock (_gate)
        {
            var isNew = false;
            var file = Change((said, text) =>
            {
                isNew = !said.Agents.TryGetValue(request.Id, out var known);
                if (known is not null && !Agrees(request, known))
                    throw ApiException.Conflict("registered_otherwise", $"The agent {request.Id} is registered with other settings.", "They are changed in config.json.");
                return isNew ? AgentText.With(text, request.Id, Written(request)) : text;
            });
            learn(file);
            settings.Change(now => now with { Agents = now.Agents.SetItem(request.Id, file.Agents[request.Id]) });
            var agent = agents.Find(request.Id)!;
            var restored = request.Restore ? archive.GiveBack(request.Id) : null;
            homes.Make(agent, request.Name);
            return (agent, isNew, restored);
        }
    }

    public async Task<UnregisterAgentAnswer> UnregisterAsync(string name, bool force, CancellationToken cancellationToken)
    {
        RequireRegistered(name, settings.Now);
        var killed = await eviction.EvictAsync(name, force, cancellationToken);
        lock (_gate)
        {
            Change((said, text) =>
            {
                RequireRegistered(name, said);
                return AgentText.Without(text, name);
            });
            settings.Change(now => now with { Agents = now.Agents.Remove(name) });
            return new UnregisterAgentAnswer(name, killed) { Archived = archive.Take(name) };
        }
    }

    private static void RequireHarmless(RegisterAgentRequest request)
    {
        if (request.Runtime == AgentMap.RuntimeWithCommand)
            throw new ApiException(403, new ErrorBody("command_needed", "permission", "What an agent of the runtime exec runs, only config.json can say.", false,
                "Write it there, with its \"command\", and restart."));
        if (request.Id == AgentDirectory.BuiltIn && request.Runtime != AgentDirectory.BuiltIn)
            throw ApiException.Conflict("built_in", "demo is the name of the agent that is built in.", "Choose another name; or, to set up the built-in one: --runtime demo");
        if (request.PermissionMode == PermissionModes.Bypass)
            throw new ApiException(403, new ErrorBody("bypass_refused", "permission", "No request can choose bypassPermissions.", false,
                $"If you mean it, set \"permissionMode\": \"{PermissionModes.Bypass}\" for the agent in config.json."));
    }

    private static void RequireRegistered(string name, Settings said)
    {
        if (!said.Agents.ContainsKey(name))
            throw new ApiException(404, new ErrorBody("no_such_agent", "invalid_request", $"No agent {name} is registered.", false,
                "steward agent list shows all; demo and claude are there without being registered."));
        if (said.DefaultAgent == name)
            throw ApiException.Conflict("is_default", $"{name} is the defaultAgent of config.json.", "Name another one there first.");
    }

    private static bool Agrees(RegisterAgentRequest request, AgentSettings known) =>
        (request.Runtime is null || request.Runtime == known.Runtime)
        && (request.Workspace is null || request.Workspace == known.Workspace)
        && (request.Model is null || request.Model == known.Options.Model)
        && (request.PermissionMode is null || PermissionModes.Find(request.PermissionMode) == known.Options.PermissionMode);

    private static string Written(RegisterAgentRequest request)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("runtime", request.Runtime ?? ClaudeRuntime.Name);
            foreach (var (key, value) in (ReadOnlySpan<(string, string?)>)[("workspace", request.Workspace), ("model", request.Model), ("permissionMode", ModeOf(request))])
                if (value is not null)
                    writer.WriteString(key, value);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    // A word that is no mode is written as it came, for the reader of the file to refuse with those that there are.
    private static string? ModeOf(RegisterAgentRequest request) => request.PermissionMode is { } mode ? PermissionModes.Find(mode) ?? mode : null;

    private Settings Change(Func<Settings, byte[], byte[]> change)
    {
        try
        {
            return config.Change(change);
        }
        catch (ConfigEditException refused)
        {
            throw new ApiException(409, new ErrorBody("config", "config", refused.Message, false, "Nothing was changed. See docs/configuration.md."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ApiException(507, new ErrorBody("storage", "storage", $"config.json cannot be written: {failure.Message}", true));
        }
    }
}
