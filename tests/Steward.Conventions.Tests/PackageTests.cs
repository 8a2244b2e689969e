using System.Xml.Linq;

namespace Steward.Conventions.Tests;

public sealed class PackageTests
{
    [Fact]
    public void A_version_of_a_package_stands_in_one_place() => Offences.None(
        "Versions stand in Directory.Packages.props alone:",
        from file in Repository.Files
        where file.Path.EndsWith(".csproj", StringComparison.Ordinal) || file.Name == "Directory.Build.props" || file.Path.EndsWith(".targets", StringComparison.Ordinal)
        from reference in XDocument.Parse(file.Text).Descendants("PackageReference")
        where HasVersion(reference)
        select $"{file}: {reference.Attribute("Include")?.Value ?? reference.Attribute("Update")?.Value}");

    [Fact]
    public void Every_project_locks_its_packages() => Offences.None(
        "A build takes the packages that were tested; build the project and add its packages.lock.json:",
        Repository.Projects.Where(project => !Repository.Has($"{project.Folder}/packages.lock.json")).Select(project => project.Path));

    [Fact]
    public void A_lock_file_names_no_place_to_load_from() => Offences.None(
        "Where packages come from is each machine's own affair:",
        from file in Repository.Files
        where file.Name.EndsWith(".lock.json", StringComparison.Ordinal) || file.Name == "package-lock.json"
        where file.Text.Contains("https:", StringComparison.Ordinal) || file.Text.Contains("http:", StringComparison.Ordinal)
        select file.Path);

    [Fact]
    public void Every_project_is_part_of_the_solution() => Offences.None(
        "What Steward.slnx does not name is not built, formatted or tested with the rest:",
        from project in Repository.Projects
        where !File.ReadAllText(Path.Combine(Repository.Root, "Steward.slnx")).Contains($"\"{project.Path}\"", StringComparison.Ordinal)
        select project.Path);

    private static bool HasVersion(XElement reference) =>
        reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
        || reference.Element("Version") is not null || reference.Element("VersionOverride") is not null;
}
