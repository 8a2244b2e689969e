namespace Steward.Cli.Permissions;

/// <summary>What a server of an agent's asks for: the address first and with its host, then the server's own words, which could say anything.</summary>
internal static class ServerText
{
    public static string Of(string? message, string? fields, string? address)
    {
        var words = $"it says: {(message ?? "").Replace("\n", "\n  ", StringComparison.Ordinal)}";
        return address is not null
            ? $"{address}\nan address of {(Uri.TryCreate(address, UriKind.Absolute, out var place) ? place.IdnHost : "nothing known")}; open it in your browser, and say yes then\n{words}"
            : $"{words}\n{fields ?? "the form has no fields: it is a yes or no"}";
    }
}
