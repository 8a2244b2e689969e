using System.Text.RegularExpressions;

namespace Steward.Conventions.Tests;

public sealed partial class SliceTests
{
    private static readonly string[] NamesOfNothing = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Model", "Models", "Service", "Services", "Misc"];
    private static readonly string[] FilesWithoutNamespace = ["Program.cs", "GlobalUsings.cs", "AssemblyInfo.cs"];

    [Fact]
    public void A_namespace_is_its_folder() => Offences.None(
        "Whoever knows a name knows where it stands:",
        from file in Repository.Sources
        where file.Project is not null
        let expected = file.Folder[(file.Folder.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('/', '.')
        let found = Namespace().Match(CodeText.Of(file.Text)).Groups[1].Value
        where found != expected && !(found.Length == 0 && FilesWithoutNamespace.Contains(file.Name))
        select $"{file} declares `{found}`, and its folder says `{expected}`");

    [Fact]
    public void A_folder_is_called_after_a_noun_of_the_product() => Offences.None(
        "These names say nothing about what is inside; name the noun that it is about:",
        from file in Repository.Files
        where file.Project is not null
        from folder in file.Folder.Split('/')
        where NamesOfNothing.Contains(folder, StringComparer.OrdinalIgnoreCase)
        select file.Folder);

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
