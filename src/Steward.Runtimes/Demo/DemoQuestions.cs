using System.Text.Json;

namespace Steward.Runtimes.Demo;

/// <summary>What the agent wants to know from its owner, or wants approved, before it goes on.</summary>
internal static class DemoQuestions
{
    public static async Task ChooseAsync(DemoTurn turn, string[] questionAndOptions)
    {
        var (question, options) = (questionAndOptions[0], questionAndOptions[1..]);
        var answer = await AskAsync(turn, new DemoLine("ask")
        {
            Tool = "choose",
            Question = question,
            Options = options,
            Input = JsonSerializer.Serialize(new ChoiceInput(question, options), DemoJson.Default.ChoiceInput),
        });
        await turn.SayAsync(answer is { Decision: "allow", Answers: { } answers } && answers.TryGetValue(question, out var chosen)
            ? $"You chose {string.Join(" and ", chosen)}."
            : Refused("You did not choose", answer));
    }

    public static async Task PlanAsync(DemoTurn turn, string plan)
    {
        var answer = await AskAsync(turn, new DemoLine("ask")
        {
            Tool = "plan",
            Plan = true,
            Input = JsonSerializer.Serialize(new PlanInput(plan), DemoJson.Default.PlanInput),
        });
        await turn.SayAsync(answer.Decision == "allow" ? "You approved the plan." : Refused("You want another plan", answer));
    }

    private static async Task<DemoLine> AskAsync(DemoTurn turn, DemoLine ask)
    {
        turn.EndText();
        var answer = await turn.Inbox.AskAsync(ask with { Id = DemoTurn.NewId("ask") }, turn.Stopped);
        return answer.EndTurn == true ? throw new OperationCanceledException("The owner ended the turn with the answer.") : answer;
    }

    private static string Refused(string what, DemoLine answer) => answer.Reason is { Length: > 0 } reason ? $"{what}: {reason}" : $"{what}.";
}
