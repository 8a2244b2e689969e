namespace Steward.Daemon.Secrets;

/// <summary>Which variables hold secrets, by their names: a guess that rather hides too much.</summary>
internal static class SecretNames
{
    private static readonly string[] Anywhere = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "CREDENTIAL", "PRIVATE", "AUTHORIZATION"];

    private static readonly HashSet<string> AsWord = new(StringComparer.Ordinal)
    {
        "KEY", "KEYS", "PASS", "PWD", "PW", "AUTH", "COOKIE", "COOKIES", "DSN", "PAT", "JWT", "BEARER", "SIGNATURE", "SALT", "WEBHOOK", "SID",
    };

    // Places and names of secrets, not secrets; and words of the shell that only sound like one.
    private static readonly string[] HarmlessEnds = ["_FILE", "_PATH", "_DIR", "_KEY_ID", "_SOCK"];

    public static bool LooksSecret(string name)
    {
        var upper = name.ToUpperInvariant();
        if (upper is "PWD" or "OLDPWD" || HarmlessEnds.Any(end => upper.EndsWith(end, StringComparison.Ordinal)))
            return false;
        return Anywhere.Any(word => upper.Contains(word, StringComparison.Ordinal)) || upper.Split('_', '-', '.').Any(AsWord.Contains);
    }
}
