using System.Runtime.InteropServices;
using SQLitePCL;

namespace Steward.Daemon.Journal;

/// <summary>Binds to the system's libsqlite3, so that its security fixes are the distribution's and no native code is shipped.</summary>
internal static class SqliteLibrary
{
    private static readonly Lock Gate = new();
    private static bool _bound;

    public static void Bind()
    {
        lock (Gate)
        {
            if (_bound) return;
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                static (name, _, _) => name == "e_sqlite3" ? NativeLibrary.Load(SystemName) : 0);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            _bound = true;
        }
    }

    private static string SystemName => OperatingSystem.IsMacOS() ? "/usr/lib/libsqlite3.dylib" : "libsqlite3.so.0";
}
