using System.Net;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Steward.Daemon.Configuration;
using Steward.Daemon.Secrets;

namespace Steward.Daemon.Tests.Secrets;

public sealed class RedactorTests
{
    private static readonly Arbitrary<(string Secret, string Before, string After)> Surroundings =
        (from secret in Text("abcXYZ019_-+/=&%\"\\é$ {}", 6, 30).Where(secret => secret.Trim().Length >= Redactor.MinSecretLength)
         from before in Text("abc XYZ\n\"\\é<>", 0, 10)
         from after in Text("abc XYZ\n\"\\é<>", 0, 10)
         select (secret.Trim(), before, after)).ToArbitrary();

    [Fact]
    public void A_known_secret_is_found_in_every_form_wherever_it_stands() => ForAll(Surroundings, given =>
    {
        var redactor = new Redactor();
        redactor.Learn(given.Secret);

        foreach (var form in Forms(given.Secret))
            Assert.DoesNotContain(form, redactor.Redact(given.Before + form + given.After), StringComparison.Ordinal);
    });

    [Fact]
    public void A_known_secret_is_not_to_be_had_back_from_base64_of_a_text_around_it() => ForAll(Surroundings, given =>
    {
        var redactor = new Redactor();
        redactor.Learn(given.Secret);
        var whole = Convert.ToBase64String(Encoding.UTF8.GetBytes(given.Before + given.Secret + given.After));

        foreach (var text in (string[])[whole, whole.Replace('+', '-').Replace('/', '_')])
            Assert.Contains(Redactor.Mark, redactor.Redact(text), StringComparison.Ordinal);
    });

    [Fact]
    public void Json_stays_json_with_the_same_shape_and_without_the_secret_however_it_was_escaped() => ForAll(Surroundings, given =>
    {
        var redactor = new Redactor();
        redactor.Learn(given.Secret);
        var escaped = string.Concat((given.Before + given.Secret + given.After).Select(letter => $"\\u{(int)letter:x4}"));
        var json = $$"""{"a":[1,{{JsonSerializer.Serialize(given.Before + given.Secret)}},{"{{escaped}}":true}],"b":"{{escaped}}"}""";

        using var redacted = JsonDocument.Parse(redactor.RedactJson(Encoding.UTF8.GetBytes(json)));
        var root = redacted.RootElement;
        foreach (var text in (string[])[root.GetProperty("a")[1].GetString()!, root.GetProperty("a")[2].EnumerateObject().Single().Name, root.GetProperty("b").GetString()!])
        {
            Assert.DoesNotContain(given.Secret, text, StringComparison.Ordinal);
            Assert.Contains(Redactor.Mark, text, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void What_was_redacted_is_not_redacted_again() => ForAll(Surroundings, given =>
    {
        var redactor = new Redactor();
        redactor.Learn(given.Secret);
        var once = redactor.Redact($"{given.Before}{given.Secret}{given.After}?token={given.Secret} Bearer abc123def456");

        Assert.Equal(once, redactor.Redact(once));
    });

    [Fact]
    public void Random_bytes_never_throw_and_come_back_untouched_where_nothing_is_hidden()
    {
        var redactor = new Redactor();
        redactor.Learn("a-known-secret");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll<byte[]>(bytes =>
        {
            Assert.Equal(bytes, redactor.Redact(bytes).ToArray());
            Assert.Equal(bytes, redactor.RedactJson(bytes).ToArray());
        }));
    }

    [Fact]
    public void A_text_without_secrets_is_the_same_object()
    {
        var redactor = new Redactor();
        redactor.Learn("a-known-secret");
        var text = new string("nothing to hide here, at 127.0.0.1:9999");
        ReadOnlyMemory<byte> json = "{\"a\": \"b\"}"u8.ToArray();

        Assert.Same(text, redactor.Redact(text));
        Assert.True(json.Equals(redactor.RedactJson(json)));
    }

    [Theory]
    [InlineData("key sk-ant-api03-abcdefghijklmnop_-XYZ.", "key [redacted].")]
    [InlineData("Authorization: Bearer abc.def-123_456", "Authorization: Bearer [redacted]")]
    [InlineData("authorization: bearer  abcdefghijklmnopqrstu", "authorization: bearer  [redacted]")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [redacted]")]
    [InlineData("clone with ghp_abcdefghij0123456789ABCDEF now", "clone with [redacted] now")]
    [InlineData("github_pat_11ABCDEFG0123456789_abcdef", "[redacted]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[redacted]")]
    [InlineData("GET /v3/ws?token=x1&afterSeq=3", "GET /v3/ws?token=[redacted]&afterSeq=3")]
    [InlineData("GET /v3/ws?a=1&ACCESS_TOKEN=x1#y", "GET /v3/ws?a=1&ACCESS_TOKEN=[redacted]#y")]
    [InlineData("GITHUB_TOKEN=abcdef12 make", "GITHUB_TOKEN=[redacted] make")]
    [InlineData("https://user:pa55@example.com/x", "https://user:[redacted]@example.com/x")]
    [InlineData("token=Bearer abc.def-123_456", "token=Bearer [redacted]")]
    [InlineData("https://a:bb@host/?x=1&key=k;sig=s x", "https://a:[redacted]@host/?x=1&key=[redacted] x")]
    [InlineData("xoxb-1234567890-abc", "[redacted]")]
    [InlineData("jwt eyJhbGciOiJI.eyJzdWIiOiIx.c2ln_bmF0", "jwt [redacted]")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest", "[redacted]\nrest")]
    public void The_shape_of_a_common_secret_is_enough(string text, string redacted) => Assert.Equal(redacted, new Redactor().Redact(text));

    [Theory]
    [InlineData("Bearer authentication is required")]
    [InlineData("exit code=1 after 3 s, max_tokens=100000, key=value")]
    [InlineData("http://127.0.0.1:9999/health")]
    [InlineData("task-force and disk-usage-of-the-whole-machine")]
    [InlineData("a basic understanding of Asia")]
    public void Ordinary_words_are_left_alone(string text) => Assert.Same(text, new Redactor().Redact(text));

    [Fact]
    public void Overlapping_secrets_leave_nothing_of_either()
    {
        var redactor = new Redactor();
        redactor.Learn("abcdefgh", "efghijkl", "cdefgh-longer");

        Assert.Equal("<[redacted]>", redactor.Redact("<abcdefghijkl>"));
        Assert.Equal("<[redacted]>", redactor.Redact("<abcdefgh-longer>"));
    }

    [Fact]
    public void A_secret_that_is_a_number_is_hidden_where_json_has_it_as_a_number()
    {
        var redactor = new Redactor();
        redactor.Learn("8675309123");

        Assert.Equal("{\"pin\":\"[redacted]\"}", Encoding.UTF8.GetString(redactor.RedactJson("{\"pin\":8675309123}"u8.ToArray()).Span));
    }

    [Fact]
    public void A_secret_with_quotes_does_not_break_the_json_around_it()
    {
        var redactor = new Redactor();
        redactor.Learn("abcdef\\", "c\",\"d\":\"e");

        using var redacted = JsonDocument.Parse(redactor.RedactJson("""{"a":"abcdef\\","c":"c","d":"e"}"""u8.ToArray()));
        Assert.Equal("[redacted]", redacted.RootElement.GetProperty("a").GetString());
        Assert.Equal("e", redacted.RootElement.GetProperty("d").GetString());
    }

    [Fact]
    public void Each_line_of_a_private_key_is_hidden_also_alone()
    {
        var redactor = new Redactor();
        redactor.Learn("first-line-of-it\nsecond-line-of-it\n");

        Assert.Equal("got [redacted]!", redactor.Redact("got second-line-of-it!"));
    }

    [Fact]
    public void Values_that_are_too_short_to_be_secrets_hide_nothing()
    {
        var redactor = new Redactor();
        redactor.Learn("", "true", " 12345 ", "[redacted]");

        Assert.Equal("true 12345 [redacted]", redactor.Redact("true 12345 [redacted]"));
    }

    [Fact]
    public void The_agents_variables_are_secret_when_their_names_say_so()
    {
        var agent = new AgentSettings { Name = "a", Runtime = "demo" };
        var redactor = new Redactor();
        redactor.LearnFrom(Settings.Default with
        {
            Agents = Settings.Default.Agents.Add("a", agent with
            {
                Environment = agent.Environment.Add("MY_API_KEY", "value-one").Add("LANG", "C.UTF-8-two").Add("SSH_AUTH_SOCK", "/run/three"),
            }),
        });

        Assert.Equal("[redacted] C.UTF-8-two /run/three", redactor.Redact("value-one C.UTF-8-two /run/three"));
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", true)]
    [InlineData("GHTOKEN", true)]
    [InlineData("db_pwd", true)]
    [InlineData("CLAUDE_CODE_OAUTH_TOKEN", true)]
    [InlineData("PWD", false)]
    [InlineData("KEYBOARD", false)]
    [InlineData("AWS_ACCESS_KEY_ID", false)]
    [InlineData("TOKEN_FILE", false)]
    [InlineData("AUTHOR", false)]
    public void A_name_tells(string name, bool secret) => Assert.Equal(secret, SecretNames.LooksSecret(name));

    private static IEnumerable<string> Forms(string secret) =>
    [
        secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        JsonSerializer.Serialize(secret).Trim('"'),
    ];

    private static Gen<string> Text(string letters, int min, int max) =>
        from length in Gen.Choose(min, max)
        from text in Gen.Elements(letters.ToCharArray()).ArrayOf(length)
        select new string(text);

    private static void ForAll<T>(Arbitrary<T> values, Action<T> check) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(values, check));
}
