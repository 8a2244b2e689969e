using System.Buffers;
using System.Text.RegularExpressions;

namespace Steward.Daemon.Secrets;

/// <summary>
/// Secrets that nobody told us of, known by their shape. The group <c>s</c> is the secret alone, so that the words around it stay. Each alternative
/// begins with letters of its own and has no run that could be tried again from within: agents choose the text, and it may be megabytes.
/// </summary>
internal static partial class SecretPatterns
{
    /// <summary>A text without any of these has no such secret; looking for them costs next to nothing.</summary>
    public static SearchValues<string> Anchors { get; } = SearchValues.Create(
        [
            "sk-", "sk_", "agx_live_", "opta_dk_", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_", "akia", "asia", "xox", "eyj", "bearer",
            "authorization", "://", "token=", "secret=", "password=", "passwd=", "apikey=", "api_key=", "api-key=", "key=", "ticket=", "code=", "sig=",
            "private key",
        ],
        StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9])(?<s>sk-[A-Za-z0-9_-]{16,})
        |(?<![A-Za-z0-9])(?<s>(sk_machine_|sk_live_|agx_live_|opta_dk_|sts_sess_)[A-Za-z0-9_.-]{8,})
        |(?<![A-Za-z0-9])(?<s>gh[oprsu]_[A-Za-z0-9]{16,})
        |(?<![A-Za-z0-9])(?<s>github_pat_[A-Za-z0-9_]{16,})
        |(?<![A-Z0-9])(?<s>A[KS]IA[A-Z0-9]{16})
        |(?<![A-Za-z0-9])(?<s>xox[abeprs]-[A-Za-z0-9-]{10,})
        |(?<![A-Za-z0-9_-])(?<s>eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?)
        # "Bearer authentication" is no secret: a short one has a digit in it.
        |\b(?i:bearer)[ \t]{1,8}(?<s>(?=[A-Za-z._~+/=-]{0,80}[0-9])[A-Za-z0-9._~+/=-]{8,}|[A-Za-z0-9._~+/=-]{20,})
        |\b(?i:authorization)["']?[ ]{0,4}[:=][ ]{0,4}["']?(?i:basic)[ ]{1,4}(?<s>[A-Za-z0-9+/=_-]{4,})
        # In a URL any value counts, elsewhere one that is not just a word; "token=Bearer x" is the case above.
        |(?i:token|secret|password|passwd|key|ticket|code|sig|signature)(?<=[?&;][A-Za-z0-9_.-]{1,60})=(?!\[redacted\]|(?i:bearer|basic)\b)(?<s>[^&\s"'\#\\<>]+)
        |(?i:token|secret|password|passwd|api[_-]?key)=(?!\[redacted\]|(?i:bearer|basic)\b)(?<s>[^&\s"'\#\\<>,;]{6,})
        |://[^\s/@:]{0,100}:(?!\[redacted\]@)(?<s>[^\s/@]{1,200})@
        |(?<s>-----BEGIN[ ][A-Z ]{0,40}PRIVATE[ ]KEY-----[^-]*(-----END[ ][A-Z ]{0,40}PRIVATE[ ]KEY-----)?)
        """,
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    public static partial Regex Shapes();
}
