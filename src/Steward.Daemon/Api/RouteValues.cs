using System.Text.RegularExpressions;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Api;

/// <summary>The variable parts of a path. What is no id never gets past here, so no id can become a path of files.</summary>
internal sealed partial class RouteValues(IReadOnlyDictionary<string, string> values)
{
    public static RouteValues None { get; } = new(new Dictionary<string, string>());

    public string this[string name] => values[name] is var value && IdPattern().IsMatch(value) && !value.Contains("..", StringComparison.Ordinal)
        ? value
        : throw new ApiException(400, new ErrorBody("bad_id", "invalid_request", "That is not an id: letters, digits, '.', '_' and '-' only, 64 at most.", false));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
