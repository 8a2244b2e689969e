using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Steward.Daemon.Tests.Configuration;

public sealed class DamageTests : IDisposable
{
    private static readonly byte[] Whole = Encoding.UTF8.GetBytes("""
        {
          // every kind of value
          "daemon": { "host": "127.0.0.2", "port": 1000, "limits": { "bodyKb": 5 } },
          "auth": { "loopback": "open" }, "defaultAgent": "é",
          "agents": { "a": { "runtime": "exec", "command": ["x", "y"], "environment": { "A": "\u00e9" },
            "permissions": { "allow": ["file_read", "bash(git status)", "file_write(/src/**)"], }, }, },
        }
        """);

    private readonly OwnersConfig _config = new();

    private enum Damage
    {
        Overwrite,
        Insert,
        Delete,
        CutOff,
        Repeat,
    }

    [Fact]
    public void Damage_never_throws_and_everything_wrong_has_a_place_in_the_file()
    {
        var blow =
            from kind in Gen.Elements(Enum.GetValues<Damage>())
            from at in Gen.Choose(0, Whole.Length - 1)
            from value in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements("{}[]\",:\\/*0e-u".Select(letter => (int)letter).ToArray()))
            select (kind, at, (byte)value);
        var blows = blow.NonEmptyListOf().Select(list => list.Take(8).ToArray()).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(blows, damage =>
        {
            var text = damage.Aggregate(Whole, Strike);
            var lines = text.Count(letter => letter == '\n') + 1;
            foreach (var problem in _config.Parse(text).Problems)
            {
                Assert.InRange(problem.Line, 1, lines);
                Assert.InRange(problem.Column, 1, text.Length + 1);
                Assert.NotEmpty(problem.Message);
                Assert.DoesNotContain(problem.ToString(), char.IsControl);
            }
        }));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("  \n// nothing yet\n", "the file is empty")]
    [InlineData("{\"daemon\": {", "the file ends in the middle")]
    public void A_file_that_was_cut_off_is_told_as_that(string text, string words) =>
        Assert.StartsWith(words, Assert.Single(_config.Parse(Encoding.UTF8.GetBytes(text)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Random_bytes_never_throw_and_what_is_wrong_with_them_has_a_place()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll<byte[]>(bytes =>
            Assert.All(_config.Parse(bytes).Problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 }))));
    }

    public void Dispose() => _config.Dispose();

    private static byte[] Strike(byte[] text, (Damage Kind, int At, byte Value) blow)
    {
        var at = Math.Min(blow.At, text.Length);
        var after = Math.Min(at + 1, text.Length);
        return blow.Kind switch
        {
            Damage.Overwrite => [.. text[..at], blow.Value, .. text[after..]],
            Damage.Insert => [.. text[..at], blow.Value, .. text[at..]],
            Damage.Delete => [.. text[..at], .. text[after..]],
            Damage.CutOff => text[..at],
            Damage.Repeat => [.. text[..at], .. text[(at / 2)..]],
        };
    }
}
