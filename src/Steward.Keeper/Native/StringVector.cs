using System.Runtime.InteropServices;
using System.Text;

namespace Steward.Keeper.Native;

/// <summary>A NULL-terminated array of NUL-terminated strings, as execve takes it.</summary>
internal readonly unsafe struct StringVector : IDisposable
{
    private readonly byte* block;

    public StringVector(IReadOnlyList<string> strings)
    {
        var head = (strings.Count + 1) * sizeof(nint);
        var size = head;
        foreach (var text in strings) size += Encoding.UTF8.GetByteCount(text) + 1;
        block = (byte*)NativeMemory.Alloc((nuint)size);
        var next = block + head;
        for (var i = 0; i < strings.Count; i++)
        {
            Pointer[i] = next;
            next += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, (int)(block + size - next)));
            *next++ = 0;
        }
        Pointer[strings.Count] = null;
    }

    public byte** Pointer => (byte**)block;

    public void Dispose() => NativeMemory.Free(block);
}
