using System.Text.Json;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary>What <c>state.json</c> said when it was looked at.</summary>
public abstract record StateReading
{
    private const int SizeLimit = 1 << 20;

    private StateReading()
    {
    }

    public sealed record Missing : StateReading;

    public sealed record Known(DaemonState State) : StateReading;

    /// <summary>It is there, and is no state.</summary>
    public sealed record Corrupt(string Reason) : StateReading;

    public DaemonState? StateIfKnown => this is Known known ? known.State : null;

    public static StateReading Read(StewardHome home)
    {
        try
        {
            var bytes = BoundedFile.Read(home.StateFile, SizeLimit);
            return bytes is null ? new Missing() : new Known(StateJson.Parse(bytes));
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return new Corrupt(damaged is JsonException ? "it is not valid JSON of a state" : damaged.Message);
        }
    }
}
