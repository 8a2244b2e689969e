#pragma warning disable RS0030 // Approving a document writes it into the source tree.
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Steward.Daemon.Configuration;
using Steward.Daemon.Configuration.Shapes;

namespace Steward.Daemon.Tests.Configuration;

/// <summary>The documents say what the reader does. After a change of the table: run these with STEWARD_APPROVE=1, and read the difference.</summary>
public sealed partial class DocumentsTests : IDisposable
{
    private readonly OwnersConfig _config = new();

    [Fact]
    public void The_published_schema_is_the_one_of_the_reader() => Approved("docs/config.schema.json", _ => SettingsSchema.Write());

    [Fact]
    public void The_tables_of_keys_are_those_of_the_reader() => Approved("docs/configuration.md", document =>
        Table(Table(document, "daemon", SettingsReference.Daemon()), "agent", SettingsReference.Agent()));

    [Fact]
    public void The_example_of_the_documents_is_a_valid_configuration()
    {
        var example = Example().Match(File.ReadAllText(InTree("docs/configuration.md"))).Groups["json"].Value;
        _config.Variables["STEWARD_REVIEW_TOKEN"] = "x";

        var result = _config.Says(example.Replace("/srv/project", _config.Workspace)).Read();

        Assert.Empty(result.Problems);
        Assert.Equal(["helper", "reviewer"], result.Settings.Agents.Keys);
    }

    [Fact]
    public void Every_default_is_a_value_that_the_reader_takes()
    {
        foreach (var setting in SettingRows.Table.Settings)
            if (setting.Get(Settings.Default) is { } value)
                Assert.Empty(_config.Says(Nested(setting.Key.Split('.'), setting.Shape.Written(value))).Read().Problems);
    }

    [Fact]
    public void What_is_said_at_the_border_of_a_number_is_kept_without_loss()
    {
        foreach (var setting in SettingRows.Table.Settings)
            if (setting.Shape is WholeNumber { Min: var min, Max: var max })
                foreach (var value in (long[])[min, max])
                {
                    var result = _config.Says(Nested(setting.Key.Split('.'), setting.Shape.Written(value))).Read();
                    Assert.Empty(result.Problems);
                    Assert.Equal(value, setting.Get(result.Settings));
                }
    }

    [Fact]
    public void The_schema_is_json_and_knows_every_key()
    {
        using var schema = JsonDocument.Parse(SettingsSchema.Write());
        var daemon = schema.RootElement.GetProperty("properties").GetProperty("daemon").GetProperty("properties");

        Assert.Equal(65535, daemon.GetProperty("port").GetProperty("maximum").GetInt32());
        Assert.True(daemon.GetProperty("limits").GetProperty("properties").TryGetProperty("bodyKb", out _));
    }

    public void Dispose() => _config.Dispose();

    private static string Nested(string[] key, string value) =>
        key.Reverse().Aggregate(value, (inner, name) => $"{{\"{name}\":{inner}}}");

    private static string Table(string document, string name, string table)
    {
        var marked = new Regex($"(?<=<!-- {name}: [^\n]*-->\n).*?(?=<!-- end -->)", RegexOptions.Singleline);
        Assert.Single(marked.Matches(document));
        return marked.Replace(document, _ => table);
    }

    private static void Approved(string path, Func<string, string> make)
    {
        path = InTree(path);
        var present = File.Exists(path) ? File.ReadAllText(path) : "";
        var made = make(present);
        if (Environment.GetEnvironmentVariable("STEWARD_APPROVE") == "1")
            File.WriteAllBytes(path, Encoding.UTF8.GetBytes(made));
        else
            Assert.Equal(made, present);
    }

    // Paths of the machine that built it are mapped away, so the tree is looked for upwards from where the test runs.
    private static string InTree(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Steward.slnx")))
                return Path.Combine(folder.FullName, path);
        throw new DirectoryNotFoundException($"Steward.slnx is not above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
