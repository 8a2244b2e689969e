using System.Text;
using System.Text.Json;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class Pictures_for_claude
{
    [Fact]
    public void Stand_behind_the_words_that_they_go_with()
    {
        var message = new UserMessage(Claude.Turn, "what is this?") { Images = [new MessageImage("image/png", new byte[] { 1, 2, 3 })] };
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Claude.Open().Message(message).Bytes.Span));
        var content = json.RootElement.GetProperty("message").GetProperty("content");
        Assert.Equal("what is this?", content[0].GetProperty("text").GetString());
        Assert.Equal("image", content[1].GetProperty("type").GetString());
        Assert.Equal("""{"type":"base64","media_type":"image/png","data":"AQID"}""", content[1].GetProperty("source").GetRawText());
    }
}
