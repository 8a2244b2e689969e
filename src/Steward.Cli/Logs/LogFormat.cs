namespace Steward.Cli.Logs;

internal enum LogFormat
{
    Text,
    Json,
    Raw,
}
