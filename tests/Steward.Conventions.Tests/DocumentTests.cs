using System.Text.RegularExpressions;

namespace Steward.Conventions.Tests;

public sealed partial class DocumentTests
{
    private const string NeverTrue = "What is never true here";

    [Fact]
    public void Every_path_in_a_document_exists() => Offences.None(
        "A document leads its reader to what is there:",
        from document in Current()
        from path in PathOfTheTree().Matches(document.Text).Select(match => match.Value.TrimEnd('.', '/')).Distinct()
        where !Repository.Has(path)
        select $"{document}: {path}");

    [Fact]
    public void Every_source_file_that_a_document_names_exists() => Offences.None(
        "A document names files that are there:",
        from document in Current()
        from name in SourceFile().Matches(document.Text).Select(match => match.Groups[1].Value).Distinct()
        where !Repository.Sources.Any(file => file.Path.EndsWith($"/{name}", StringComparison.Ordinal))
        select $"{document}: {name}");

    [Fact]
    public void Every_test_that_a_document_names_exists() => Offences.None(
        "A promise that names its test needs the test:",
        from document in Current()
        from name in TestName().Matches(document.Text).Select(match => match.Groups[1].Value).Distinct()
        where !TestMethods.Value.Contains(name)
        select $"{document}: {name}");

    [Fact]
    public void What_is_never_true_is_held_by_a_test_each()
    {
        var architecture = Repository.Documents.SingleOrDefault(document => document.Path == "ARCHITECTURE.md");
        Assert.SkipWhen(architecture is null, "ARCHITECTURE.md is not written yet");
        var items = ItemsUnder(NeverTrue, architecture!.Text).ToList();
        Assert.True(items.Count > 0, $"ARCHITECTURE.md has no list under \"{NeverTrue}\"");
        Offences.None(
            $"Each line under \"{NeverTrue}\" names, in backticks, a test that keeps it:",
            items.Where(item => !TestName().Matches(item).Any(match => TestMethods.Value.Contains(match.Groups[1].Value))));
    }

    [Fact]
    public void An_item_of_a_list_reaches_to_the_next_item_or_heading() =>
        Assert.Equal(["- one\n  more", "- two"], ItemsUnder("B", "## A\n- zero\n## B\n\n- one\n  more\n- two\n\n## C\n- three\n"));

    /// <summary>The change log speaks of what was; all other documents of what is.</summary>
    private static IEnumerable<TreeFile> Current() => Repository.Documents.Where(document => document.Name != "CHANGELOG.md");

    private static readonly Lazy<HashSet<string>> TestMethods = new(() =>
        [.. from file in Repository.Sources
            where file.Project is { } project && project.EndsWith(".Tests", StringComparison.Ordinal)
            from match in Method().Matches(CodeText.Of(file.Text))
            select match.Groups[1].Value]);

    private static IEnumerable<string> ItemsUnder(string heading, string text) =>
        from section in Regex.Split(text, @"^(?=#)", RegexOptions.Multiline)
        where section.Split('\n')[0].TrimStart('#', ' ').StartsWith(heading, StringComparison.OrdinalIgnoreCase)
        from item in Regex.Split(section, @"^(?=[-*] |\d+\. )", RegexOptions.Multiline).Skip(1)
        select item.TrimEnd();

    [GeneratedRegex(@"(?<![\w/.~$-])(src|tests|bench|docs|eng|\.ci)/[\w./-]*[\w/](?![\w/.-]*[*<{…])")]
    private static partial Regex PathOfTheTree();

    [GeneratedRegex(@"`(?:[\w./-]*/)?([A-Z]\w*(?:\.\w+)*\.cs)`")]
    private static partial Regex SourceFile();

    // With a small letter: what is all capitals is a variable of the environment.
    [GeneratedRegex(@"`(?:[A-Z]\w*\.)*((?=\w*[a-z])[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\b(?:void|Task|ValueTask)\s+(\w+)\s*\(")]
    private static partial Regex Method();
}
