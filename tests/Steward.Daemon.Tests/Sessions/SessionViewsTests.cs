using Steward.Daemon.Agents;
using Steward.Daemon.Configuration;
using Steward.Daemon.Sessions;
using Steward.Domain.Events;
using Steward.Domain.Sessions;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;
using Steward.Runtimes;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Tests.Sessions;

public sealed class SessionViewsTests
{
    private static readonly AgentSettings Unasked = new()
    {
        Name = "claude",
        Runtime = ClaudeRuntime.Name,
        Options = AgentOptions.None with { Model = "opus", PermissionMode = PermissionModes.Bypass },
    };

    [Fact]
    public void A_session_whose_owner_switched_its_questions_off_says_so()
    {
        var view = View(new SessionCreated { SessionId = new("sess_1"), Agent = "claude", Directory = "/" });
        Assert.Equal(("opus", PermissionModes.Bypass, true), (view.Model, view.PermissionMode, view.BypassesPermissions));
    }

    [Fact]
    public void A_session_that_was_given_another_mode_shows_that_one()
    {
        var view = View(new SessionCreated { SessionId = new("sess_1"), Agent = "claude", Directory = "/", Model = "haiku", PermissionMode = "plan" });
        Assert.Equal(("haiku", "plan", false), (view.Model, view.PermissionMode, view.BypassesPermissions));
    }

    private static SessionView View(SessionCreated created)
    {
        var settings = Settings.Default with { Agents = Settings.Default.Agents.Add("claude", Unasked) };
        var agents = new AgentDirectory(() => settings, RuntimeCatalog.BuiltIn, static () => ClaudeInstallation.Find(new Dictionary<string, string>()));
        return new SessionViews(agents).Of(SessionRules.Create(created, DateTimeOffset.UnixEpoch).State);
    }
}
