using System.Runtime.InteropServices;

namespace Steward.Keeper.Children;

/// <summary>The one buffer through which all output goes, child after child.</summary>
internal sealed unsafe class SpoolBuffer
{
    public const int Size = 256 << 10;

    public byte* Start { get; } = (byte*)NativeMemory.Alloc(Size);
}
