namespace Steward.Cli.CommandLine;

/// <summary>What must be known of a command line even when it cannot be parsed.</summary>
internal readonly struct AskedGlobally(string[] args)
{
    public bool Json => args.TakeWhile(arg => arg != "--").Any(arg => arg is "--json" or "--json-stream");
}
