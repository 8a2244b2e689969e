using System.Text.Json;
using Steward.Protocol.Client;
using Steward.Protocol.Tests.Support;

namespace Steward.Protocol.Tests.Client;

public sealed class StateReadingTests : IDisposable
{
    private readonly TemporaryHome temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void What_a_daemon_writes_is_read_field_by_field_as_the_serializer_reads_it()
    {
        var written = TemporaryHome.State() with { ApiSocket = "/run/elsewhere.sock", LogsPath = "/logs" };
        temporary.WriteState(written);
        var read = Assert.IsType<StateReading.Known>(StateReading.Read(temporary.Home)).State;
        Assert.Equal(JsonSerializer.Serialize(written, WireJson.Default.DaemonState), JsonSerializer.Serialize(read, WireJson.Default.DaemonState));
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_damage() => Assert.IsType<StateReading.Missing>(StateReading.Read(temporary.Home));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"pid":"12"}""")]
    [InlineData("\0\0\0\0")]
    public void Damage_is_told_and_never_thrown(string text)
    {
        TemporaryHome.Write(temporary.Home.StateFile, text);
        Assert.IsType<StateReading.Corrupt>(StateReading.Read(temporary.Home));
    }

    [Fact]
    public void A_folder_in_its_place_is_damage()
    {
        Directory.CreateDirectory(temporary.Home.StateFile);
        Assert.IsType<StateReading.Corrupt>(StateReading.Read(temporary.Home));
    }

    [Fact]
    public void A_damaged_note_of_parking_still_says_that_it_is_parked()
    {
        TemporaryHome.Write(temporary.Home.ParkedFile, "{\"code\":");
        Assert.NotNull(ParkedRecord.Read(temporary.Home));
    }
}
