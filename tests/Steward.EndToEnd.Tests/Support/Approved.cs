namespace Steward.EndToEnd.Tests.Support;

/// <summary>Compares what is with what was approved: a promise to others changes only on purpose.</summary>
internal static class Approved
{
    public static void Equal(string name, IEnumerable<string> lines, string meaning)
    {
        var file = Path.Combine("Contract", name + ".verified.txt");
        var approved = Path.Combine(AppContext.BaseDirectory, file);
        var actual = string.Join('\n', lines) + '\n';
        if (File.Exists(approved) && File.ReadAllText(approved) == actual)
            return;
        var received = Path.Combine(AppContext.BaseDirectory, name + ".received.txt");
        using (var writer = new StreamWriter(received))
            writer.Write(actual);
        Assert.Fail($"""
            {meaning} If the change is meant, approve it:
              cp {received} tests/Steward.EndToEnd.Tests/{file}
            {string.Join('\n', Differences(File.Exists(approved) ? File.ReadAllLines(approved) : [], actual.TrimEnd('\n').Split('\n')))}
            """);
    }

    private static IEnumerable<string> Differences(string[] before, string[] now) =>
        before.Except(now).Select(static line => "- " + line).Concat(now.Except(before).Select(static line => "+ " + line)).Take(60);
}
