using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Steward.Daemon.Worktrees;

internal sealed record GitAnswer(int ExitCode, byte[] Output, string Error, bool IsWhole = true)
{
    public bool Worked => ExitCode == 0 && IsWhole;

    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>The sentence of git that says what is wrong.</summary>
    public string Complaint =>
        !IsWhole ? "it says more than can be read" : Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? $"exit code {ExitCode}";
}

/// <summary>Runs git: with an argv and no shell, within a time, and so that it runs nothing that a repository names.</summary>
internal sealed class Git(Func<string, string?> environment)
{
    private const int MostError = 1 << 16;

    public static int MostOutput => 16 << 20;

    public static TimeSpan Quick => TimeSpan.FromSeconds(30);

    /// <summary>A working copy is written or deleted, whatever its size.</summary>
    public static TimeSpan Long => TimeSpan.FromMinutes(5);

    /// <param name="repository">The git folder; null: git looks for it from <paramref name="folder"/> on.</param>
    /// <param name="workTree">The working copy, so that no setting of a repository can name another.</param>
    public GitAnswer Run(
        string folder, string? repository, string? workTree, TimeSpan limit, IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        List<KeyValuePair<string, string>> place = [.. more ?? []];
        if (repository is not null)
            place.Add(new("GIT_DIR", repository));
        if (workTree is not null)
            place.Add(new("GIT_WORK_TREE", workTree));
        return Start(folder, Filters(folder, place), place, limit, arguments);
    }

    /// <summary>Filters are programs too, and only their names can be overridden one by one. Reading settings runs nothing.</summary>
    private IEnumerable<(string Name, string Value)> Filters(string folder, List<KeyValuePair<string, string>> place)
    {
        var answer = Start(folder, [], place, Quick, ["config", "--name-only", "-z", "--get-regexp", @"^filter\..*\.(clean|smudge|process|required)$"]);
        return answer.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct()
            .Select(static name => (name, name.EndsWith(".required", StringComparison.Ordinal) ? "false" : ""));
    }

    private GitAnswer Start(
        string folder, IEnumerable<(string Name, string Value)> settings, List<KeyValuePair<string, string>> place, TimeSpan limit,
        IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", ["--no-pager", .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in GitEnvironment.Of(environment, settings).Concat(place))
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start) ?? throw new Win32Exception();
            return Listen(process, limit);
        }
        catch (Win32Exception missing)
        {
            return new GitAnswer(127, [], $"git cannot be started: {missing.Message}");
        }
    }

    private static GitAnswer Listen(Process process, TimeSpan limit)
    {
        process.StandardInput.Close();
        var output = Task.Run(() => ReadSome(process.StandardOutput.BaseStream, MostOutput));
        var error = Task.Run(() => ReadSome(process.StandardError.BaseStream, MostError));
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return new GitAnswer(124, [], $"git took longer than {limit.TotalSeconds:0} seconds");
        }
        // What holds a pipe open after git has gone is no part of its answer.
        if (!Task.WaitAll([output, error], Quick))
            return new GitAnswer(124, [], "git left something behind that goes on talking");
        return new GitAnswer(process.ExitCode, output.Result.Bytes, Encoding.UTF8.GetString(error.Result.Bytes), output.Result.IsWhole);
    }

    private static (byte[] Bytes, bool IsWhole) ReadSome(Stream from, int most)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[1 << 16];
        var isWhole = true;
        for (var read = from.Read(buffer); read > 0; read = from.Read(buffer))
            if (isWhole &= kept.Length + read <= most)
                kept.Write(buffer, 0, read);
        return (kept.ToArray(), isWhole);
    }
}
