namespace Steward.Conventions.Tests;

internal static class Offences
{
    /// <summary>Fails with the rule's reason and every place that breaks it.</summary>
    public static void None(string rule, IEnumerable<string> places)
    {
        var found = places.ToList();
        if (found.Count > 0)
            Assert.Fail($"{rule}{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", found)}");
    }
}
