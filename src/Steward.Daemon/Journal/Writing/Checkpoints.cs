using Steward.Daemon.Files;

namespace Steward.Daemon.Journal.Writing;

/// <summary>
/// Copies the log into the database, between two commits. SQLite would do it inside a commit and swallow its errors; a sync that failed there
/// and "works" the next time is how acknowledged writes are lost, so it is done here and its errors are fatal. A thread of its own would not
/// spare the writer the wait: only a log that is copied whole begins anew, so the writer has to copy and sync what came meanwhile all the same.
/// </summary>
internal sealed class Checkpoints(Database database, JournalOptions options)
{
    private int _pagesAtLast = database.PagesWritten;

    public void RunIfDue()
    {
        if (database.PagesWritten - _pagesAtLast >= options.CheckpointPages) Run();
    }

    private void Run()
    {
        _pagesAtLast = database.PagesWritten;
        var step = options.Steps.Before(StorageStep.Checkpoint);
        try
        {
            database.CopyLog();
        }
        catch (Exception full) when (StorageErrors.Classify(full) == StorageTrouble.Full)
        {
            // Nothing is lost: the log still has it all, and is tried again when as much has been written once more.
        }

        options.Steps.After(step, StorageStep.Checkpoint);
    }
}
