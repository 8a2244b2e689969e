using System.Text.RegularExpressions;

namespace Steward.Conventions.Tests;

public sealed class FileShapeTests
{
    private const int MostLines = 400;

    /// <summary>Files that may be longer, each with the reason.</summary>
    private static readonly Dictionary<string, string> LongerFor = [];

    [Fact]
    public void A_source_file_holds_one_idea() => Offences.None(
        $"A file of more than {MostLines} lines has more than one idea in it (aim for 200); take it apart, or name it in LongerFor with the reason:",
        from file in Repository.Sources
        where file.Lines.Length > MostLines && !LongerFor.ContainsKey(file.Path)
        select $"{file} has {file.Lines.Length} lines");

    [Fact]
    public void Exceptions_for_long_files_are_still_needed() => Offences.None(
        "These files are short enough or gone; take them out of LongerFor:",
        LongerFor.Keys.Where(path => Repository.Files.SingleOrDefault(file => file.Path == path) is not { } file || file.Lines.Length <= MostLines));

    [Fact]
    public void Nothing_folds_code_away() => Offences.None(
        "A region hides that a file is too long:", Places(CodeText.Of, @"^[ \t]*#region"));

    [Fact]
    public void No_method_is_async_void() => Offences.None(
        "Nobody can wait for it, and its exception ends the process:", Places(CodeText.Of, @"\basync\s+void\b"));

    [Fact]
    public void Nothing_is_left_for_later_in_the_source() => Offences.None(
        "What is to be done belongs where work is planned:", Places(text => text, @"//.*\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b"));

    [Fact]
    public void An_error_is_swallowed_only_with_a_reason() => Offences.None(
        "An empty catch says why nothing needs doing, inside it or above it:",
        from file in Repository.Sources
        from line in SilentCatches(file.Text)
        select $"{file}:{line}");

    [Theory]
    [InlineData("try { a(); } catch { }", 1)]
    [InlineData("try { a(); }\ncatch (IOException) when (gone)\n{\n}", 2)]
    public void A_silent_catch_is_noticed(string code, int line) => Assert.Equal([line], SilentCatches(code));

    [Theory]
    [InlineData("catch (IOException) { } // the file is gone already")]
    [InlineData("// the file is gone already\ncatch (IOException) { }")]
    [InlineData("catch (IOException)\n{\n    // the file is gone already\n}")]
    [InlineData("catch (IOException) { return null; }")]
    public void A_catch_with_a_reason_or_an_answer_is_not(string code) => Assert.Empty(SilentCatches(code));

    /// <summary>Looks for empty blocks in the code alone, and for the reason in the lines of the source from the one above.</summary>
    private static IEnumerable<int> SilentCatches(string text)
    {
        var code = CodeText.Of(text);
        var lines = text.Split('\n');
        foreach (Match match in Regex.Matches(code, @"\bcatch\b[^{};]*\{\s*\}"))
        {
            var first = code[..match.Index].Count(letter => letter == '\n');
            var last = first + match.Value.Count(letter => letter == '\n');
            if (!lines[Math.Max(first - 1, 0)..(last + 1)].Any(line => line.Contains("//", StringComparison.Ordinal)))
                yield return first + 1;
        }
    }

    private static IEnumerable<string> Places(Func<string, string> read, string pattern) =>
        from file in Repository.Sources
        let text = read(file.Text)
        from match in Regex.Matches(text, pattern, RegexOptions.Multiline)
        select $"{file}:{text[..match.Index].Count(letter => letter == '\n') + 1} {match.Value.Trim()}";
}
