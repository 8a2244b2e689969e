using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Steward.Conventions.Tests;

public sealed partial class LayerTests
{
    private sealed record Layer(string[] MayUse, string Because, bool LibraryOnly = false);

    private static readonly Dictionary<string, Layer> Layers = new()
    {
        ["Steward.Domain"] = new([], "its rules must hold, and be tested, without anything around them", LibraryOnly: true),
        ["Steward.Protocol"] = new([], "a client needs the words on the wire and nothing of the daemon", LibraryOnly: true),
        ["Steward.Keeper"] = new(["Steward.Domain"], "what almost never restarts must not depend on what changes often", LibraryOnly: true),
        ["Steward.Runtimes"] = new(["Steward.Domain"], "a kind of agent knows the port to the daemon, not the daemon", LibraryOnly: true),
        ["Steward.Daemon"] = new(["Steward.Protocol", "Steward.Runtimes", "Steward.Domain", "Steward.Keeper"],
            "the daemon is where the parts meet; nothing but the command line stands above it"),
        ["Steward.Cli"] = new(["Steward.Protocol", "Steward.Daemon", "Steward.Keeper"],
            "commands speak to the daemon in the protocol's words and never decide by the domain's rules themselves"),
    };

    [Fact]
    public void Every_project_under_src_has_its_layer() => Offences.None(
        "A project needs a place among the layers (ARCHITECTURE.md, and LayerTests.cs):",
        Repository.Projects.Where(project => project.IsSource && !Layers.ContainsKey(project.Project!)).Select(project => project.Path));

    [Fact]
    public void Projects_reference_only_what_their_layer_may_use() => Offences.None(
        "References between projects run one way:",
        from project in SourceProjects()
        from reference in References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
        where !Layers[project.Project!].MayUse.Contains(reference)
        select $"{project} references {reference}: {Layers[project.Project!].Because}");

    /// <summary>References are transitive, so the compiler alone would let the command line reach through the daemon.</summary>
    [Fact]
    public void Sources_name_only_the_projects_that_their_layer_may_use() => Offences.None(
        "A project uses only the projects of its layer, also where more is in reach:",
        from file in Repository.Sources
        where file.IsSource && Layers.ContainsKey(file.Project!)
        from name in ProjectName().Matches(CodeText.Of(file.Text)).Select(match => match.Value).Distinct()
        where name != file.Project && Layers.ContainsKey(name) && !Layers[file.Project!].MayUse.Contains(name)
        select $"{file} names {name}: {Layers[file.Project!].Because}");

    [Fact]
    public void Domain_protocol_keeper_and_runtimes_stand_on_the_base_library_alone() => Offences.None(
        "These projects have no packages and no frameworks, so that they load quickly and nothing else decides when they change:",
        from project in SourceProjects()
        where Layers[project.Project!].LibraryOnly
        from reference in References(project, "PackageReference").Concat(References(project, "FrameworkReference"))
        select $"{project} references {reference}");

    private static IEnumerable<TreeFile> SourceProjects() => Repository.Projects.Where(project => project.IsSource && Layers.ContainsKey(project.Project!));

    private static IEnumerable<string> References(TreeFile project, string kind) =>
        XDocument.Parse(project.Text).Descendants(kind).Select(element => element.Attribute("Include")?.Value ?? "?");

    [GeneratedRegex(@"\bSteward\.[A-Z][A-Za-z]+\b")]
    private static partial Regex ProjectName();
}
