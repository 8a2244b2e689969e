namespace Steward.Cli.Terminals;

/// <summary>
/// A terminal that gives every key at once and echoes none. It is put back at the end, whichever way the end comes: a shell
/// would be left without an echo. Only an end by SIGKILL cannot be seen.
/// </summary>
internal sealed class RawMode : IDisposable
{
    // Larger than the settings of any system; their parts are left to the library, which knows them.
    private const int SettingsSize = 256;

    private const string Enter = "\e[?2004h", Leave = "\e[?2004l\e[?25h\e[0m";

    private readonly byte[] before = new byte[SettingsSize];
    private readonly TextWriter output;
    private readonly Lock gate = new();
    private bool raw;

    public RawMode(TextWriter output)
    {
        this.output = output;
        AppDomain.CurrentDomain.ProcessExit += Restore;
        AppDomain.CurrentDomain.UnhandledException += Restore;
    }

    public unsafe void Begin()
    {
        lock (gate)
        {
            var wanted = new byte[SettingsSize];
            fixed (byte* old = before)
            fixed (byte* settings = wanted)
            {
                if (!raw && Libc.tcgetattr(0, old) != 0) return;
                before.CopyTo(wanted, 0);
                Libc.cfmakeraw(settings);
                KeepOutput(wanted);
                if (Libc.tcsetattr(0, Libc.AfterOutput, settings) != 0) return;
            }
            raw = true;
            output.Write(Enter);
        }
    }

    public unsafe void End()
    {
        lock (gate)
        {
            if (!raw) return;
            raw = false;
            fixed (byte* old = before) _ = Libc.tcsetattr(0, Libc.AfterOutput, old);
            output.Write(Leave);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Restore;
        AppDomain.CurrentDomain.UnhandledException -= Restore;
        Restore(this, EventArgs.Empty);
    }

    // The second of four sets of flags is about output: a line that others write still begins at the left.
    private void KeepOutput(byte[] settings)
    {
        var size = OperatingSystem.IsMacOS() ? 8 : 4;
        before.AsSpan(size, size).CopyTo(settings.AsSpan(size, size));
    }

    private void Restore(object? sender, EventArgs e)
    {
        try
        {
            End();
        }
        catch (OutputClosedException)
        {
            // The terminal is gone, and with it what there was to put back.
        }
    }
}
