using System.Runtime.InteropServices;

namespace Steward.Keeper.Native;

/// <summary>Processes, signals and limits.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library)] public static partial int getpid();
    [LibraryImport(Library)] public static partial uint geteuid();
    [LibraryImport(Library)] public static partial uint umask(uint mask);
    [LibraryImport(Library, SetLastError = true)] public static partial int kill(int pid, int signal);
    [LibraryImport(Library, SetLastError = true)] public static partial int waitpid(int pid, int* status, int options);
    [LibraryImport(Library, SetLastError = true)] public static partial int waitid(int kind, uint id, int* information, int options);
    [LibraryImport(Library, SetLastError = true)] public static partial int prctl(int option, nint a, nint b, nint c, nint d);
    [LibraryImport(Library, SetLastError = true)] public static partial int getrlimit(int resource, ulong* limit);
    [LibraryImport(Library, SetLastError = true)] public static partial int setrlimit(int resource, ulong* limit);
    [LibraryImport(Library)] public static partial int sigemptyset(void* set);
    [LibraryImport(Library)] public static partial int sigfillset(void* set);
    [LibraryImport(Library)] public static partial int sigaddset(void* set, int signal);
    [LibraryImport(Library)] public static partial int sigismember(void* set, int signal);
    [LibraryImport(Library)] public static partial int pthread_sigmask(int how, void* set, void* old);
    [LibraryImport(Library, SetLastError = true)] public static partial int signalfd(int fd, void* set, int flags);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int execve(string path, byte** argv, byte** environment);

    // pidfd_open and pidfd_send_signal have had names in glibc only since 2.36; the kernel's numbers are the same everywhere.
    [LibraryImport(Library, SetLastError = true)] private static partial long syscall(long number, nint a, nint b, nint c, nint d);
    public static int pidfd_open(int pid) => (int)syscall(434, pid, 0, 0, 0);
    public static int pidfd_send_signal(int pidfd, int signal) => (int)syscall(424, pidfd, signal, 0, 0);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn(int* pid, string path, void* actions, void* attributes, byte** argv, byte** environment);
    [LibraryImport(Library)] public static partial int posix_spawnattr_init(void* attributes);
    [LibraryImport(Library)] public static partial int posix_spawnattr_destroy(void* attributes);
    [LibraryImport(Library)] public static partial int posix_spawnattr_setflags(void* attributes, short flags);
    [LibraryImport(Library)] public static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);
    [LibraryImport(Library)] public static partial int posix_spawnattr_setsigmask(void* attributes, void* set);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_init(void* actions);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_destroy(void* actions);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int target);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int from);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, string path);
}
