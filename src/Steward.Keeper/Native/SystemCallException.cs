namespace Steward.Keeper.Native;

/// <summary>A call to the operating system failed that a sane machine does not refuse.</summary>
internal sealed class SystemCallException(string call, int errno) : Exception($"{call}: {Native.Errno.Text(errno)}")
{
    public int Errno => errno;
}
