namespace Steward.Runtimes.Demo.Requests;

/// <summary>What is about the conversation itself.</summary>
internal static class SmallTalk
{
    private const int ShortMessage = 6;

    public static DemoRequest? Of(Wording wording)
    {
        if (IsAboutBefore(wording))
            return new Recall();
        if (wording.Says("do you remember", "your notes", "your memory", "what do you know"))
            return new RecallNotes();
        if (wording.Says("what can you", "what do you do", "what are you able", "what else can you", "capabilities", "your abilities", "your features") || wording.Words is ["help"])
            return new Explain();
        if (wording.Says("who are you", "what are you", "who is this", "introduce yourself", "your name", "are you real", "are you claude", "which agent", "which model"))
            return new Introduce();
        if (wording.Says("ask me"))
            return new AskBack();
        if (wording.HasAny("thanks", "thank", "thx", "cheers") && wording.Words.Count <= ShortMessage)
            return new BeThanked();
        if (wording.HasAny("bye", "goodbye", "farewell") && wording.Words.Count <= ShortMessage)
            return new SayGoodbye();
        return IsGreeting(wording) ? new Greet(Whom(wording)) : null;
    }

    private static bool IsAboutBefore(Wording wording) =>
        (wording.HasAny("before", "earlier", "previous", "previously", "last", "first", "so", "remember", "history")
            && wording.HasAny("ask", "asked", "say", "said", "tell", "told", "message", "messages", "question", "questions", "talk", "talked", "conversation", "me", "i"))
        && wording.HasAny("what", "which", "do", "did", "list", "show", "repeat", "recall", "history", "remember");

    private static bool IsGreeting(Wording wording) =>
        (wording.Begins("say ", "greet ") && wording.HasAny("hello", "hi", "hey", "greet", "hallo"))
        || (wording.HasAny("hello", "hi", "hey", "greetings", "hallo", "howdy") && wording.Words.Count <= ShortMessage)
        || (wording.Begins("good morning", "good afternoon", "good evening") && wording.Words.Count <= ShortMessage)
        || wording.Says("how are you");

    private static string? Whom(Wording wording) =>
        wording.After("to") is { } name && name.ToUpperInvariant() is not ("ME" or "US" or "THE" or "MY" or "YOU") ? name : null;
}
