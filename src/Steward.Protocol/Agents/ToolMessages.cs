using System.Text.Json;

namespace Steward.Protocol.Agents;

/// <summary>A tool that an agent may use, as the Model Context Protocol describes it.</summary>
public sealed record ToolView(string Name, string Description, JsonElement InputSchema);

public sealed record ToolAnswer(bool Ok, string Text);
