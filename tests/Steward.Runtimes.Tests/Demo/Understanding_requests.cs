using FsCheck;
using Steward.Runtimes.Demo.Requests;

namespace Steward.Runtimes.Tests.Demo;

public sealed class Understanding_requests
{
    public static TheoryData<string, object> Wordings { get; } = new()
    {
        { "say hello", new Greet(null) },
        { "Hello!", new Greet(null) },
        { "hi there", new Greet(null) },
        { "Please say hello to Ada.", new Greet("Ada") },
        { "list the files here", new ListFiles(null) },
        { "Which files are in this folder?", new ListFiles(null) },
        { "ls", new ListFiles(null) },
        { "what's here?", new ListFiles(null) },
        { "show me the files in src/", new ListFiles("src/") },
        { "could you please list the files?", new ListFiles(null) },
        { "write a haiku to poem.txt", new WriteText("poem.txt", TextForm.Haiku, null, null) },
        { "Please write me a haiku about rain into docs/rain.md.", new WriteText("docs/rain.md", TextForm.Haiku, "rain", null) },
        { "create a file called notes.txt with a poem", new WriteText("notes.txt", TextForm.Poem, null, null) },
        { "write a haiku", new WriteText(null, TextForm.Haiku, null, null) },
        { "save \"buy milk\" to list.txt", new WriteText("list.txt", TextForm.Note, null, "buy milk") },
        { "write buy milk to list.txt", new WriteText("list.txt", TextForm.Note, null, "buy milk") },
        { "write to list.txt: buy milk", new WriteText("list.txt", TextForm.Note, null, "buy milk") },
        { "count to 20 slowly", new Count(1, 20, true) },
        { "Slowly count to five, please", new Count(1, 5, true) },
        { "count from 3 to 7", new Count(3, 7, false) },
        { "count down from ten", new Count(10, 0, false) },
        { "count to 99999999999", new Count(1, 10, false) },
        { "what can you do?", new Explain() },
        { "help", new Explain() },
        { "read README.md", new ReadFile("README.md") },
        { "What's in ./notes.txt?", new ReadFile("./notes.txt") },
        { "show me the README", new ReadFile("README") },
        { "run: echo hi | wc", new RunCommand("echo hi | wc") },
        { "can you run `make all`?", new RunCommand("make all") },
        { "run ls -la", new RunCommand("ls -la") },
        { "$ uname -a", new RunCommand("uname -a") },
        { "what did I ask before?", new Recall() },
        { "What did I say earlier?", new Recall() },
        { "do you remember me?", new Recall() },
        { "what do you remember?", new RecallNotes() },
        { "show me your notes", new RecallNotes() },
        { "ask me something", new AskBack() },
        { "thanks!", new BeThanked() },
        { "Who are you?", new Introduce() },
        { "goodbye", new SayGoodbye() },
        { "refactor the parser in main.cs to be faster", new Unclear() },
        { "run the tests", new Unclear() },
        { "delete the file a.txt", new Unclear() },
        { "", new Unclear() },
        { "What is the capital of France?", new Unclear() },
        { "run:", new Unclear() },
    };

    [Theory]
    [MemberData(nameof(Wordings))]
    public void Works_in_any_reasonable_wording(string content, object meant) => Assert.Equal(meant, DemoRequest.Understand(content));

    [Fact]
    public void Never_fails_whatever_is_said() =>
        FsCheck.Fluent.Prop.ForAll<string>(static content => DemoRequest.Understand(content ?? "") is not null).QuickCheckThrowOnFailure();
}
