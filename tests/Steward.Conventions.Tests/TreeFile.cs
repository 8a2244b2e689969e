namespace Steward.Conventions.Tests;

/// <summary>One file of the tree, by its path from the root with forward slashes.</summary>
internal sealed record TreeFile(string Path)
{
    private readonly Lazy<string> text = new(() => File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path)));

    public string Text => text.Value;

    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>The project that the file belongs to, or null for what stands outside src and tests.</summary>
    public string? Project => Path.Split('/') is ["src" or "tests", var project, _, ..] ? project : null;

    public bool IsSource => Path.StartsWith("src/", StringComparison.Ordinal);

    public bool IsText => !Text.Contains('\0', StringComparison.Ordinal);

    public override string ToString() => Path;
}
