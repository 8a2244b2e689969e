using Steward.Keeper.Native;

namespace Steward.Keeper.Children;

/// <summary>The three pipes of a child, or what there is of them when descriptors run out half-way.</summary>
internal sealed class ChildPipes
{
    private int stdin = -1, standardOutput = -1, standardError = -1;

    public int Stdin => stdin;
    public int Out => standardOutput;
    public int Err => standardError;
    public int[] TheirEnds { get; } = [-1, -1, -1];

    public int Open(bool closedStdin)
    {
        try
        {
            if (closedStdin) TheirEnds[0] = Descriptor.OpenNull();
            else (TheirEnds[0], stdin) = Descriptor.Pipe();
            (standardOutput, TheirEnds[1]) = Descriptor.Pipe();
            (standardError, TheirEnds[2]) = Descriptor.Pipe();
            // Only our ends: the two ends of a pipe are two descriptions, and a child need not know how to wait.
            if (stdin >= 0) Descriptor.SetNonBlocking(stdin);
            Descriptor.SetNonBlocking(standardOutput);
            Descriptor.SetNonBlocking(standardError);
            return 0;
        }
        catch (SystemCallException failed)
        {
            CloseTheirs();
            CloseOurs();
            return failed.Errno;
        }
    }

    public void CloseTheirs()
    {
        for (var i = 0; i < TheirEnds.Length; i++) Descriptor.Close(ref TheirEnds[i]);
    }

    public void CloseOurs()
    {
        Descriptor.Close(ref stdin);
        Descriptor.Close(ref standardOutput);
        Descriptor.Close(ref standardError);
    }
}
