using Steward.Protocol.Client;

namespace Steward.Cli;

/// <summary>A profile's name becomes a folder's.</summary>
internal static class ProfileName
{
    public static string? Check(string? name)
    {
        if (name is null or "") return null;
        var fine = name.Length <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        return fine
            ? name
            : throw new CommandException(
                "bad_profile", "usage", "A profile's name is made of letters, digits, '.', '_' and '-', and begins with a letter or a digit.",
                "steward --profile work status", ExitCode.Usage);
    }
}
