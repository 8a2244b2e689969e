using Steward.Cli.Editing;
using Steward.Cli.Terminals;

namespace Steward.Cli.Chat;

/// <summary>The terminal of a chat: raw while the chat has it, and as it was before while somebody else does.</summary>
internal sealed class ChatTerminal(Terminal terminal) : IDisposable
{
    private readonly ChatScreen screen = new(terminal);
    private readonly RawMode raw = new(terminal.Out);
    private KeyPump? keys;

    /// <summary>Somebody else has it.</summary>
    public bool IsAway { get; private set; }

    public void Begin(Action<Key> pressed, Action closed)
    {
        raw.Begin();
        keys = new KeyPump(pressed, closed);
    }

    public void Show(ChatPicture picture)
    {
        if (!IsAway) screen.Show(picture);
    }

    public void Clear() => screen.Clear();

    /// <summary>Leaves what is finished, and nothing else.</summary>
    public void Withdraw(IReadOnlyList<string> finished) => screen.Erase(finished);

    public async Task LendAsync(IReadOnlyList<string> finished, Func<Task> work)
    {
        await keys!.PauseAsync();
        screen.Erase(finished);
        raw.End();
        IsAway = true;
        try
        {
            await work();
        }
        finally
        {
            IsAway = false;
            raw.Begin();
            keys.Resume();
        }
    }

    public void Suspend(IReadOnlyList<string> finished)
    {
        screen.Erase(finished);
        raw.End();
        IsAway = true;
        // The whole group: a launcher in front of this program is stopped with it.
        _ = Libc.kill(0, Libc.StopFromTerminal);
    }

    public void Continue()
    {
        if (keys is null) return;
        IsAway = false;
        raw.Begin();
        screen.Forget();
    }

    public void End(IReadOnlyList<string> finished)
    {
        screen.Erase(finished);
        raw.End();
    }

    public void Dispose()
    {
        keys?.Dispose();
        raw.Dispose();
    }
}
