namespace Steward.Keeper.Native;

/// <summary>Starts a program in a session of its own, with default signals and only the descriptors that it is given.</summary>
internal sealed unsafe class Spawn
{
    private const short SetSignalDefault = 0x04, SetSignalMask = 0x08, SetSession = 0x80;

    public required IReadOnlyList<string> Argv { get; init; }
    public required IReadOnlyList<string> Environment { get; init; }
    /// <summary>The descriptors that become 0, 1, 2 … of the child. Each is above all of these numbers.</summary>
    public required int[] Descriptors { get; init; }
    public string? Directory { get; init; }
    /// <summary>Signals that the child starts with blocked; only a keeper wants any.</summary>
    public int[] BlockedSignals { get; init; } = [];

    /// <summary>0 and the pid, or the errno of whatever failed on the way to exec.</summary>
    public int Start(string path, out int pid)
    {
        // glibc's types have 336, 80 and 128 bytes; musl's are no larger.
        var attributes = stackalloc byte[512];
        var actions = stackalloc byte[256];
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawn_file_actions_init(actions);
        SetSignals(attributes);
        SetDescriptors(actions);
        using var argv = new StringVector(Argv);
        using var environment = new StringVector(Environment);
        int child;
        var errno = Libc.posix_spawn(&child, path, actions, attributes, argv.Pointer, environment.Pointer);
        _ = Libc.posix_spawn_file_actions_destroy(actions);
        _ = Libc.posix_spawnattr_destroy(attributes);
        pid = errno == 0 ? child : 0;
        return errno;
    }

    private void SetSignals(byte* attributes)
    {
        var set = stackalloc byte[128];
        _ = Libc.posix_spawnattr_setflags(attributes, SetSession | SetSignalDefault | SetSignalMask);
        // The runtime ignores SIGPIPE, and an ignored signal stays ignored through exec.
        _ = Libc.sigfillset(set);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, set);
        _ = Libc.sigemptyset(set);
        foreach (var signal in BlockedSignals) _ = Libc.sigaddset(set, signal);
        _ = Libc.posix_spawnattr_setsigmask(attributes, set);
    }

    private void SetDescriptors(byte* actions)
    {
        for (var i = 0; i < Descriptors.Length; i++) _ = Libc.posix_spawn_file_actions_adddup2(actions, Descriptors[i], i);
        if (Directory is not null) _ = Libc.posix_spawn_file_actions_addchdir_np(actions, Directory);
        // Ours are close-on-exec; this is for what the keeper itself inherited.
        _ = Libc.posix_spawn_file_actions_addclosefrom_np(actions, Descriptors.Length);
    }
}
