using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Steward.ClaudeCode.Tests.Accounts;

/// <summary>Stands, as a proxy, in the place of whatever Claude Code asks for a fresh login, and counts how often it does. It answers when the test says so.</summary>
internal sealed class AccountService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly X509Certificate2 _certificate = Certificate();
    private int _renewals;

    public AccountService()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>What vouches for it.</summary>
    public string Authority => _certificate.ExportCertificatePem();

    public int Renewals => Volatile.Read(ref _renewals);

    public void Answer() => _answers.TrySetResult();

    public void Dispose()
    {
        Answer();
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await ReadHeadAsync(client.GetStream());
                await client.GetStream().WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
                await using var secret = new SslStream(client.GetStream());
                await secret.AuthenticateAsServerAsync(_certificate);
                var asked = await ReadHeadAsync(secret);
                await secret.WriteAsync(Encoding.ASCII.GetBytes(await ReplyAsync(asked)));
            }
        }
        catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Whoever asked did not wait.
        }
    }

    private async Task<string> ReplyAsync(string asked)
    {
        var body = "{}";
        if (asked.StartsWith("POST /v1/oauth/token ", StringComparison.Ordinal))
        {
            var number = Interlocked.Increment(ref _renewals);
            await _answers.Task;
            body = $$"""{"access_token":"sk-ant-oat01-renewed-{{number}}","refresh_token":"sk-ant-ort01-renewed-{{number}}","expires_in":28800,"scope":"user:inference user:profile","token_type":"Bearer"}""";
        }
        return $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    /// <summary>As far as the empty line; what follows it does not matter here.</summary>
    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(letter) > 0)
            head.Append((char)letter[0]);
        return head.ToString();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=platform.claude.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("platform.claude.com");
        names.AddDnsName("api.anthropic.com");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
