namespace Steward.Daemon.Configuration.Reading;

/// <summary>
/// A byte of the file, or the name of a variable or a flag. No struct: collections of structs are compiled anew in each process, which each start would wait for.
/// </summary>
internal sealed record Place(SettingSource Source, string? Name, int Offset)
{
    public static Place InFile(int offset) => new(SettingSource.File, null, offset);
}
