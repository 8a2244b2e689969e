using Steward.Protocol.Errors;

namespace Steward.Daemon.Api;

/// <summary>The one kind of exception whose words leave the process. Everything else becomes a code and a fixed sentence.</summary>
internal sealed class ApiException(int status, ErrorBody error) : Exception(error.Message)
{
    public int Status => status;

    public ErrorBody Error => error;

    public static ApiException BadRequest(string code, string message, string? fix = null) =>
        new(400, new ErrorBody(code, "invalid_request", message, false, fix));

    public static ApiException NotFound(string what) =>
        new(404, new ErrorBody("not_found", "invalid_request", $"{what} is not here.", false, "List what is there with `steward sessions list`."));

    public static ApiException Conflict(string code, string message, string? fix = null) =>
        new(409, new ErrorBody(code, "conflict", message, false, fix));
}
