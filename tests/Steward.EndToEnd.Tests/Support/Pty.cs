using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Steward.Cli.Tests.Support;

namespace Steward.EndToEnd.Tests.Support;

/// <summary>A program at a terminal of its own, with what somebody in front of it would see, and keys to press.</summary>
internal sealed partial class Pty : IAsyncDisposable
{
    private const int Open = 2 | 0x100 | 0x80000, SetWindowSize = 0x5414, AskSettings = 0x5401, LocalFlags = 12, Canonical = 2, Echo = 8;

    private static readonly SearchValues<char> Finals = SearchValues.Create("ABCDHJKhlm");

    private readonly SafeFileHandle master;
    private readonly FileStream keys;
    private readonly Process process;
    private readonly VirtualScreen screen;
    private readonly StringBuilder all = new();
    private readonly Lock gate = new();

    private Pty(SafeFileHandle master, Process process, VirtualScreen screen)
    {
        (this.master, this.process, this.screen) = (master, process, screen);
        keys = new FileStream(master, FileAccess.Write, 0);
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <summary>Everything that is shown or has scrolled away.</summary>
    public string Shown
    {
        get
        {
            lock (gate) return screen.All;
        }
    }

    /// <summary>Every byte that came, for what is only seen in passing.</summary>
    public string Sent
    {
        get
        {
            lock (gate) return all.ToString();
        }
    }

    public int Pid => process.Id;

    /// <summary>Whether lines are edited and echoed by the terminal itself, as a shell expects it.</summary>
    public unsafe bool IsCooked
    {
        get
        {
            var settings = stackalloc byte[64];
            Assert.Equal(0, ioctl((int)master.DangerousGetHandle(), AskSettings, settings));
            return (*(uint*)(settings + LocalFlags) & (Canonical | Echo)) == (Canonical | Echo);
        }
    }

    public static Pty Start(StewardUnderTest steward, string arguments, int columns = 100, int rows = 30, string environment = "TERM=xterm-256color")
    {
        var descriptor = posix_openpt(Open);
        Assert.True(descriptor >= 0 && grantpt(descriptor) == 0 && unlockpt(descriptor) == 0, "No terminal could be had.");
        Resize(descriptor, columns, rows);
        var terminal = $"/dev/pts/{Number(descriptor)}";
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        // The terminal becomes the controlling one of a session of its own, and the program is the very process that was started.
        start.ArgumentList.Add($"exec setsid --ctty env {environment} STEWARD_HOME='{steward.Home.Root}' STEWARD_DAEMON_PORT=0 '{StewardProgram.Path}' {arguments} <{terminal} >{terminal} 2>&1");
        return new Pty(new SafeFileHandle(descriptor, ownsHandle: true), Process.Start(start)!, new VirtualScreen(columns, rows));
    }

    public void Press(string typed)
    {
        keys.Write(Encoding.UTF8.GetBytes(typed));
        keys.Flush();
    }

    public void Resize(int columns, int rows) => Resize((int)master.DangerousGetHandle(), columns, rows);

    public void Signal(int signal) => Assert.Equal(0, kill(Pid, signal));

    public Task UntilAsync(string text) => Eventually.TrueAsync(() => Shown.Contains(text, StringComparison.Ordinal), () => $"Not shown: {text}\n{Shown}");

    public Task UntilAsync(Func<string, bool> holds, string what) => Eventually.TrueAsync(() => holds(Shown), () => $"{what}\n{Shown}");

    public async Task<int> ExitAsync()
    {
        await Eventually.TrueAsync(() => process.HasExited, () => $"It did not end.\n{Shown}");
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        await keys.DisposeAsync();
        master.Dispose();
    }

    private void Read()
    {
        var bytes = new byte[16 << 10];
        var decoder = Encoding.UTF8.GetDecoder();
        var letters = new char[bytes.Length];
        var pending = "";
        while (ReadSome(bytes) is > 0 and var got)
        {
            var text = pending + new string(letters, 0, decoder.GetChars(bytes, 0, (int)got, letters, 0));
            // A sequence or a character may be cut by the end of a piece.
            var cut = text.LastIndexOf('\e') is var escape and >= 0 && text.Length - escape < 12 && !text.AsSpan(escape + 1).ContainsAny(Finals) ? escape : text.Length;
            pending = text[cut..];
            lock (gate)
            {
                all.Append(text.AsSpan(0, cut));
                screen.Write(text[..cut]);
            }
        }
    }

    // A terminal whose last program has gone away says an error instead of an end.
    private unsafe nint ReadSome(byte[] bytes)
    {
        fixed (byte* first = bytes) return read((int)master.DangerousGetHandle(), first, bytes.Length);
    }

    private static unsafe int Number(int descriptor)
    {
        const uint askNumber = 0x80045430;
        int number;
        Assert.Equal(0, ioctl(descriptor, askNumber, (byte*)&number));
        return number;
    }

    private static unsafe void Resize(int descriptor, int columns, int rows)
    {
        var size = stackalloc ushort[4] { (ushort)rows, (ushort)columns, 0, 0 };
        Assert.Equal(0, ioctl(descriptor, SetWindowSize, (byte*)size));
    }

    [LibraryImport("libc")] private static partial int posix_openpt(int flags);
    [LibraryImport("libc")] private static partial int grantpt(int fd);
    [LibraryImport("libc")] private static partial int unlockpt(int fd);
    [LibraryImport("libc")] private static unsafe partial int ioctl(int fd, nuint request, byte* argument);
    [LibraryImport("libc")] private static unsafe partial nint read(int fd, byte* bytes, nint count);
    [LibraryImport("libc")] private static partial int kill(int pid, int signal);
}
