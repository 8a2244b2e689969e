using System.Buffers;

namespace Steward.Domain.Permissions;

/// <summary>
/// Commands whose words say all that will run: one program that does no more than read and print, or make an empty file or folder, and none of
/// whose options starts another. "Always" binds to these alone. A list of what may not be bound would never be whole: there is always one more
/// way to run a file.
/// </summary>
public static class PlainCommands
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "arch", "b2sum", "base32", "base64", "basename", "cal", "cat", "cksum", "cmp", "comm", "column", "cut", "date", "df", "diff", "dirname", "du",
        "echo", "egrep", "expand", "expr", "factor", "false", "fgrep", "fmt", "fold", "free", "getconf", "grep", "groups", "head", "hexdump",
        "hostid", "id", "join", "jq", "last", "locale", "ls", "lsblk", "lscpu", "lsmem", "lsusb", "md5sum", "mkdir", "namei", "nl", "nproc", "numfmt",
        "od", "paste", "pathchk", "pgrep", "pidof", "pinky", "printenv", "printf", "ps", "pstree", "pwd", "readlink", "realpath", "rev", "seq",
        "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "sleep", "stat", "sum", "tac", "tail", "test", "touch", "tr", "true", "tsort",
        "tty", "uname", "unexpand", "uptime", "users", "vmstat", "w", "wc", "which", "who", "whoami",
    };

    // What a shell makes something else of: a second command, a substitution, a redirection, a pattern. Quotes and escapes hide a name from us, and not from it.
    private static readonly SearchValues<char> Composing = SearchValues.Create("\n\r;|&`$<>(){}[]*?~");

    public static bool Include(string command)
    {
        if (command.AsSpan().ContainsAny(Composing))
            return false;
        var program = command.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "";
        return Names.Contains(program[(program.LastIndexOf('/') + 1)..]);
    }
}
