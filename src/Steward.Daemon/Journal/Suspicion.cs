using Steward.Daemon.Files;

namespace Steward.Daemon.Journal;

/// <summary>Remembers over the end of the process that something could not be read, so that the next opening looks at everything.</summary>
internal sealed class Suspicion(JournalOptions options)
{
    private readonly string _path = options.DatabasePath + ".suspect";
    private int _raised;
    private bool _everythingWasChecked;

    public bool Stands => File.Exists(_path);

    public void Raise(Exception reason)
    {
        if (Interlocked.Exchange(ref _raised, 1) == 0) Note();
        options.OnDamage?.Invoke(reason);
    }

    /// <summary>
    /// Something that was asked for cannot be answered. Only an opening saves what is left; one that has looked at everything already would
    /// find no more a second time.
    /// </summary>
    public void RaiseUnreadable(Exception reason)
    {
        Raise(reason);
        if (!_everythingWasChecked) options.OnFatal(new StorageFailedException("The journal cannot be read everywhere; the next start saves what can be read.", reason));
    }

    /// <summary>After the opening has looked at everything.</summary>
    public void Settle() => _everythingWasChecked = true;

    public void Lift() => File.Delete(_path);

    private void Note()
    {
        try
        {
            OwnerFiles.Replace(_path, "Something in steward.db could not be read; the next start checks all of it.\n"u8, options.Steps);
        }
        catch (IOException)
        {
            // A full or failing disk: the damage is still there at the next start and will be met again.
        }
    }
}
