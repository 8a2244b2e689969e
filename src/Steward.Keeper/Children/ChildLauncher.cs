using Steward.Domain.Processes;
using Steward.Keeper.Native;

namespace Steward.Keeper.Children;

internal sealed record ChildRequest(
    LaunchId Launch, ProcessChannel Channel, bool ClosedStdin, string Directory, string[] Argv, string[] Environment);

/// <summary>Makes the pipes and the spools of a child, and starts it.</summary>
internal sealed class ChildLauncher(string runDirectory, string instance, SpoolBuffer buffer, KeeperOptions options)
{
    /// <summary>The started child, or the errno and a sentence that says what failed.</summary>
    public ChildStart? Start(ChildRequest request, out int errno, out string message)
    {
        errno = Check(request, out var program);
        message = errno == 0 ? "" : Sentence(request, errno);
        if (errno != 0) return null;
        var folder = new SpoolFolder(runDirectory, request.Launch);
        errno = folder.Create(out var outFile, out var errFile);
        if (errno != 0)
        {
            message = $"cannot make the spools of {request.Launch}: {Errno.Text(errno)}";
            return null;
        }
        var started = request.Channel switch
        {
            ProcessChannel.Pipes => StartOnPipes(request, program, folder, (outFile, errFile), out errno),
        };
        if (started is not null) return started;
        message = Sentence(request, errno);
        folder.Delete();
        return null;
    }

    private ChildStart? StartOnPipes(ChildRequest request, string program, SpoolFolder folder, (int Out, int Err) files, out int errno)
    {
        var pipes = new ChildPipes();
        var cookie = $"{instance}:{request.Launch}";
        errno = pipes.Open(request.ClosedStdin);
        var pid = 0;
        if (errno == 0)
            errno = new Spawn
            {
                Argv = request.Argv,
                Environment = [$"{Cookie.Variable}={cookie}", .. request.Environment],
                Descriptors = pipes.TheirEnds,
                Directory = request.Directory,
            }.Start(program, out pid);
        pipes.CloseTheirs();
        if (errno != 0)
        {
            pipes.CloseOurs();
            _ = Libc.close(files.Out);
            _ = Libc.close(files.Err);
            return null;
        }
        // Unreaped, it has its line in the table even when it has ended already.
        var ticks = ProcessEntry.TryRead(pid, out var entry) ? entry.StartTicks : 0;
        return new ChildStart(request.Launch, pid, ticks, cookie, folder, new StdinQueue(pipes.Stdin),
            new SpoolWriter(pipes.Out, files.Out, buffer, options.SpoolLimit),
            new SpoolWriter(pipes.Err, files.Err, buffer, options.SpoolLimit));
    }

    private static int Check(ChildRequest request, out string program)
    {
        program = "";
        if (!SpoolFolder.IsName(request.Launch.Value) || request.Argv.Length == 0 || !Enum.IsDefined(request.Channel)) return Errno.EINVAL;
        // A NUL would cut a string short in execve, and so change what was approved.
        if (Array.Exists(request.Argv, HasNul) || Array.Exists(request.Environment, HasNul) || HasNul(request.Directory)) return Errno.EINVAL;
        if (!Directory.Exists(request.Directory)) return File.Exists(request.Directory) ? Errno.ENOTDIR : Errno.ENOENT;
        return ProgramPath.Find(request.Argv[0], request.Environment, out program);
    }

    private static bool HasNul(string text) => text.Contains('\0');

    private static string Sentence(ChildRequest request, int errno)
    {
        var program = request.Argv.Length > 0 ? request.Argv[0] : "nothing";
        return errno is Errno.ENOENT or Errno.ENOTDIR && !Directory.Exists(request.Directory)
            ? $"cannot start {program}: the directory {request.Directory} is not there"
            : $"cannot start {program}: {Errno.Text(errno)}";
    }
}
