using System.Text.RegularExpressions;

namespace Steward.Conventions.Tests;

public sealed partial class TrackedTextTests
{
    [Fact]
    public void No_file_names_a_path_of_the_machine_that_it_was_written_on() => Offences.None(
        "It means nothing on any other machine:", Places(PathOfAMachine()));

    [Fact]
    public void No_file_names_a_host_of_a_package_registry() => Offences.None(
        "Where packages come from is each machine's own affair:", Places(RegistryHost()));

    [Fact]
    public void Text_ends_its_lines_alike() => Offences.None(
        "Lines end with a line feed, and so does the file:",
        from file in Texts()
        where file.Text.Contains('\r', StringComparison.Ordinal) || (file.Text.Length > 0 && !file.Name.EndsWith(".lock.json", StringComparison.Ordinal) && !file.Text.EndsWith('\n'))
        select file.Path);

    private static IEnumerable<TreeFile> Texts() => Repository.Files.Where(file => file.IsText);

    private static IEnumerable<string> Places(Regex pattern) =>
        from file in Texts()
        from line in file.Lines.Index()
        where pattern.IsMatch(line.Item)
        select $"{file}:{line.Index + 1} {pattern.Match(line.Item).Value}";

    [GeneratedRegex(@"(?<![\w.~}*-])/(work|root|home/[a-z][\w-]*|Users/[A-Za-z][\w-]*)/")]
    private static partial Regex PathOfAMachine();

    [GeneratedRegex(@"\b(nuget\.org|npmjs\.(org|com)|debian\.org|pypi\.org|crates\.io|alpinelinux\.org|ubuntu\.com)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}
