using System.Diagnostics;
using System.Globalization;

namespace Steward.Daemon.Files;

/// <summary>
/// Kills this process, or fails, at one numbered step: <c>STEWARD_KILL_AT=7:before</c> or <c>STEWARD_FAIL_AT=7:after:enospc</c>.
/// Both are read only with <c>STEWARD_TEST_HOOKS=1</c>, so that a stray variable never ends an owner's daemon. A successor inherits them:
/// with <c>STEWARD_FAULT_MARK=PATH</c> the fault happens once, to whoever makes that file.
/// </summary>
internal sealed class InjectedFaults(long number, StorageMoment moment, InjectedFault fault, string? mark) : IStorageFaults
{
    private static string? Mark => Environment.GetEnvironmentVariable("STEWARD_FAULT_MARK");

    public static IStorageFaults? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("STEWARD_TEST_HOOKS") != "1" || File.Exists(Mark)) return null;
        return Parse(Environment.GetEnvironmentVariable("STEWARD_KILL_AT"), "kill")
            ?? Parse(Environment.GetEnvironmentVariable("STEWARD_FAIL_AT"), "eio");
    }

    public void Reached(long at, StorageStep step, StorageMoment when)
    {
        if (at != number || when != moment) return;
        if (mark is not null) File.Open(mark, FileMode.CreateNew).Dispose();
        switch (fault)
        {
            case InjectedFault.Kill:
                Posix.KillSelf();
                throw new UnreachableException();
            case InjectedFault.DiskFull:
                throw new IOException($"No space left on device (injected at {step})", Posix.ENOSPC);
            case InjectedFault.InputOutputError:
                throw new IOException($"Input/output error (injected at {step})", Posix.EIO);
        }
    }

    private static InjectedFaults? Parse(string? text, string otherwise)
    {
        if (text?.Split(':') is not [var number, var moment, .. var rest]) return null;
        return new InjectedFaults(
            long.Parse(number, CultureInfo.InvariantCulture),
            moment == "before" ? StorageMoment.Before : StorageMoment.After,
            (rest.Length > 0 ? rest[0] : otherwise) switch
            {
                "kill" => InjectedFault.Kill,
                "enospc" => InjectedFault.DiskFull,
                "eio" => InjectedFault.InputOutputError,
                var other => throw new ArgumentException($"\"{other}\" is no fault: kill, enospc or eio"),
            },
            Mark);
    }
}

internal enum InjectedFault
{
    Kill,
    DiskFull,
    InputOutputError,
}
