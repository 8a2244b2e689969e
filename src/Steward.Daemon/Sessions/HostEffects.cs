using Steward.Daemon.Agents;
using Steward.Daemon.Children;
using Steward.Daemon.Events;
using Steward.Daemon.Logs;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Keeper.Client;
using Steward.Runtimes;

namespace Steward.Daemon.Sessions;

/// <summary>Carries out what was decided and committed. Each of these may be done again by a later daemon, and has its effect once.</summary>
internal sealed class HostEffects(SessionHost host, HostServices services)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public void Do(SessionEffect effect)
    {
        switch (effect)
        {
            case AwaitAdmission: services.Gate.Ask(host); break;
            case LaunchProcess launch: Launch(launch.Launch); break;
            case WritePiece write: Write(write.Piece); break;
            case ServeCall serve: Serve(serve.Call); break;
            case StopProcess stop: services.Keeper.Stop(stop.Launch, Grace); break;
            default: throw new System.Diagnostics.UnreachableException(effect.GetType().Name);
        }
    }

    public void Launch(LaunchId launch)
    {
        var child = services.Launcher.Open(host.State, launch, mark: null);
        host.Attach(child);
        try
        {
            child.Login.Give(services.Launcher.LoginOf(host.State));
            var start = services.Launcher.Plan(host.State, launch).Process;
            child.Begun = (start.Argv, services.Time.GetUtcNow());
            services.Keeper.Start(start);
            services.Spawns.Note(host.State.Agent, NoteOf(child));
            services.Spares.HandOver(launch);
        }
        catch (LaunchRefusedException refusal)
        {
            services.Spares.End(launch);
            child.SetNotStarted(refusal.Message, refusal.Failure);
            host.Wake();
        }
    }

    /// <summary>For whoever asks why an agent does not work.</summary>
    public void NoteEnd(ChildReader child) => services.Spawns.Note(host.State.Agent, NoteOf(child) with
    {
        Pid = child.Started?.Pid,
        EndedAt = services.Time.GetUtcNow(),
        ExitCode = child.Exit?.Code,
        Signal = child.Exit?.Signal,
        NotStarted = child.NotStarted?.Message is { } why ? services.Redactor.Redact(why) : null,
        Stderr = child.Started is not null && child.LastWords() is { Length: > 0 } words ? services.Redactor.Redact(words) : null,
    });

    private LastSpawn NoteOf(ChildReader child) => new()
    {
        Session = host.Id.Value,
        Launch = child.Launch.Value,
        Argv = child.Begun?.Argv.Select(services.Redactor.Redact).ToList(),
        Directory = host.State.Directory,
        StartedAt = child.Begun?.At,
    };

    public void Write(InputPiece piece)
    {
        if (host.Child is not { } child || child.Launch != piece.Launch)
            return;
        AgentInput? input;
        try
        {
            input = Opened(piece, InputOf(piece, child), child.Interpreter);
        }
        catch (WordsLostException lost)
        {
            // Words of the journal that cannot be read cannot be said. The process ends, and its turn with an error, rather than wait for ever.
            services.Log.SessionFailed(lost, host.Id.Value);
            input = null;
        }
        // Longer than a process can be told at once: its turn ends with an error rather than the daemon with a fault.
        if (input is { } known && known.Bytes.Length <= KeeperLink.LongestPiece)
            services.Keeper.Write(piece.Launch, piece.Number, known.Bytes.Span, known.Last);
        else
            services.Keeper.Stop(piece.Launch, Grace);
    }

    /// <summary>A call that was written down and not answered, perhaps by a daemon before this one: it is served, and its answer comes as a letter.</summary>
    public void Serve(OpenCall call)
    {
        if (host.State.Process is { } process)
            services.Calls.Serve(host, process.Launch, call, Words<AgentCallMade>(call.Seq).Input ?? RawJson.EmptyObject);
    }

    // A process is told once what comes before everything else: with its first piece, however often that is offered.
    private static AgentInput? Opened(InputPiece piece, AgentInput? input, IAgentInterpreter interpreter) =>
        input is { } first && piece.Number == 1 && interpreter.Opening is { Length: > 0 } opening
            ? first with { Bytes = (byte[])[.. opening.Span, .. first.Bytes.Span] }
            : input;

    private AgentInput? InputOf(InputPiece piece, ChildReader child) => piece.Kind switch
    {
        InputKind.Message or InputKind.Steer => child.Interpreter.Message(MessageOf(piece)),
        InputKind.Interrupt => child.Interpreter.Interrupt(piece.Turn!.Value),
        InputKind.Answer => child.Interpreter.Answer(AnswerOf(piece)),
        InputKind.Choice => child.Interpreter.Choose(piece.Number, piece.Setting!.Value, piece.Value!),
        InputKind.Reply => Reply(piece, child.Interpreter),
        InputKind.Login => LoginOf(child),
    };

    private UserMessage MessageOf(InputPiece piece)
    {
        var attempt = host.State.Turn?.Attempt ?? 1;
        if (piece.Kind == InputKind.Message)
        {
            var queued = Words<TurnQueued>(piece.WordsSeq);
            return new UserMessage(queued.TurnId, queued.Content)
            {
                Attempt = attempt,
                Images = queued.Images?.ConvertAll(image => new MessageImage(image.MediaType, services.Images.Find(host.Id, image) ?? throw new WordsLostException(host.Id, piece.WordsSeq))) ?? [],
            };
        }
        var steered = Words<TurnSteered>(piece.WordsSeq);
        return new UserMessage(steered.TurnId, steered.Content) { Attempt = attempt, Steer = steered.SteerId, Priority = steered.Priority };
    }

    private AgentInput LoginOf(ChildReader child)
    {
        var login = services.Launcher.LoginOf(host.State);
        child.Login.Give(login);
        return child.Interpreter.Login(login);
    }

    // The bytes that were asked about, or that the owner put in their place, are read back from the journal: what is recorded is what is allowed.
    private AgentAnswer AnswerOf(InputPiece piece)
    {
        var decided = piece.DecisionSeq == 0 ? null : Words<PermissionResolved>(piece.DecisionSeq);
        var asked = piece.WordsSeq == 0 ? null : Words<PermissionRequested>(piece.WordsSeq);
        return new AgentAnswer(piece.AgentRequestId!, piece.Decision ?? PermissionDecision.Deny, (decided?.UpdatedInput ?? asked?.Args ?? RawJson.EmptyObject).Text)
        {
            Kind = asked?.Kind ?? QuestionKind.Permission,
            Reason = piece.Reason,
            Answers = decided?.Answers,
            EndTurn = decided?.EndTurn ?? false,
        };
    }

    private AgentInput Reply(InputPiece piece, IAgentInterpreter interpreter)
    {
        var answered = Event(piece.WordsSeq);
        if (answered is AgentRequestDeclined declined)
            return interpreter.Decline(declined.AgentRequestId, declined.Request, declined.Reason);
        var served = answered as AgentCallServed;
        var call = Words<AgentCallMade>(served?.CalledSeq ?? piece.WordsSeq);
        return interpreter.Reply(call.AgentRequestId, call.Request, served is null ? null : new CallOutcome(served.Ok, served.Result));
    }

    private T Words<T>(long seq) where T : SessionEvent => Event(seq) as T ?? throw new WordsLostException(host.Id, seq);

    private SessionEvent? Event(long seq) =>
        services.Journal.Find(host.Id.Value, seq) is { } stored ? DomainJson.Read(stored.Type, stored.Body.Span) : null;
}

internal sealed class WordsLostException(SessionId session, long seq) : Exception($"Event {seq} of {session} cannot be read any more.");
