using Steward.Domain.Agents;
using Steward.Domain.Turns;

namespace Steward.Runtimes.Tests;

public sealed class The_length_of_a_message
{
    [Theory]
    [InlineData("demo", "hello")]
    [InlineData("demo", "<\"\\\u0001é😀")]
    [InlineData("exec", "hello")]
    [InlineData("exec", "<\"\\\u0001é😀")]
    [InlineData("claude-code", "hello")]
    [InlineData("claude-code", "<\"\\\u0001é😀")]
    public void Is_no_less_than_what_its_process_is_told(string kind, string content)
    {
        using var home = new TemporaryHome();
        Assert.True(RuntimeCatalog.BuiltIn.TryFind(kind, out var runtime));
        var interpreter = runtime.Open(home.Context("cat") with { Tools = [.. AgentTool.All] }, default);
        var message = new UserMessage(TurnId.From(Guid.NewGuid()), content) { Attempt = 3 };
        var told = interpreter.Opening.Length + interpreter.Message(message).Bytes.Length;
        Assert.InRange(told, 1, runtime.LengthOf(message with { Attempt = 1 }));
    }
}
