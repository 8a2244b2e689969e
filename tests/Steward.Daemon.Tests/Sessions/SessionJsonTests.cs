using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Steward.Daemon.Sessions.Stored;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Tests.Sessions;

public sealed class SessionJsonTests
{
    private static readonly JsonSerializerOptions Members = new() { IgnoreReadOnlyProperties = true };

    /// <summary>The row is written by hand: whoever adds a member to the state, or to anything in it, hears of it here.</summary>
    [Fact]
    public void Every_member_of_a_state_comes_back_from_its_row()
    {
        var state = (SessionState)new Filler().Make(typeof(SessionState));
        Assert.Equal(EveryMember(state), EveryMember(SessionJson.Read(SessionJson.Write(state))));
    }

    private static string EveryMember(SessionState state) => JsonSerializer.Serialize(state, Members);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"sess_1","agent":"claude","directory":"/ws","createdAt":"some day"}""")]
    [InlineData("""{"id":"sess_1","agent":"claude","directory":"/ws","createdAt":"2026-11-21T00:00:00Z","seq":"many"}""")]
    [InlineData("""{"id":"sess_1","agent":"claude","directory":"/ws","createdAt":"2026-11-21T00:00:00Z","end":"eaten"}""")]
    public void What_is_no_state_is_said_to_be_none(string row) =>
        Assert.ThrowsAny<JsonException>(() => SessionJson.Read(System.Text.Encoding.UTF8.GetBytes(row)));

    /// <summary>As the serializer wrote it once, with members that only tell what others say already.</summary>
    [Fact]
    public void What_the_serializer_of_an_earlier_version_wrote_is_read()
    {
        var state = SessionJson.Read("""
            {"id":"sess_8c62f6bf19a94ed6","seq":9,"agent":"demo","directory":"/ws","sandbox":false,"attended":true,"searchPath":"/usr/bin","title":"say hello",
             "metadata":{"k":"v"},"createdAt":"2026-11-21T08:31:39.048+00:00","updatedAt":"2026-11-21T08:31:40.1+00:00","choices":{"model":"m"},
             "limits":{"permissionTimeout":"00:15:00","idleTimeout":"00:10:00","cancelTimeout":"00:00:05","stallTimeout":"1.00:05:00","turnOutputBytes":67108864,
             "maxWaiting":256,"maxResumes":3,"resumeWithin":"01:00:00","maxCrashes":5,"crashWindow":"00:10:00"},
             "rules":[{"verdict":"deny","tool":"bash","command":"ls"}],"turnCount":2,"waiting":[{"id":"turn_2","queuedSeq":8}],
             "requests":[{"id":"perm_1","agentRequestId":"r","subject":{"tool":"bash","command":"ls"},"seq":7,"deadline":"2026-11-21T08:46:40+00:00","kind":"permission"}],
             "calls":[],"askedBy":["one"],"process":{"launch":"sess_8c62f6bf19a94ed6-3","pid":7,"startTicks":1,"started":true,"nextPiece":3,"strayBytes":0,
             "told":{},"asked":[{"piece":2,"setting":"permissionMode","value":"plan"}],"ending":false},
             "outbox":[{"launch":"sess_8c62f6bf19a94ed6-3","number":2,"kind":"answer","wordsSeq":7,"decisionSeq":8,"decision":"withdrawn"}],
             "crashes":["2026-11-21T08:31:40+00:00"],"end":"killed","archived":false,"phase":11,"isLive":true}
            """u8.ToArray());
        Assert.Equal(("v", 9, "m"), (state.Metadata["k"], state.Seq, state.Choices.Model));
        Assert.Equal(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(5), state.Limits.StallTimeout);
        Assert.Equal(RuleVerdict.Deny, Assert.Single(state.Rules).Verdict);
        Assert.Equal(ChosenSetting.PermissionMode, Assert.Single(state.Process!.Asked).Setting);
        Assert.Equal((InputKind.Answer, PermissionDecision.Withdrawn), (state.Outbox[0].Kind, state.Outbox[0].Decision!.Value));
        Assert.Equal((SessionEnd.Killed, 1, 1), (state.End, state.Crashes.Count, state.Requests.Count));
    }

    /// <summary>Makes a value of any type of the domain that differs from what stands there by itself, in every member.</summary>
    private sealed class Filler
    {
        private int _made;

        public object Make(Type type)
        {
            _made++;
            if (Nullable.GetUnderlyingType(type) is { } inner) return Make(inner);
            if (type == typeof(string)) return $"text {_made}";
            if (type == typeof(bool)) return true;
            if (type == typeof(int)) return _made;
            if (type == typeof(double)) return _made + 0.5;
            if (type == typeof(long)) return (long)_made << 33;
            if (type == typeof(TimeSpan)) return TimeSpan.FromMilliseconds(_made);
            if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddMilliseconds(_made);
            if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
            if (type == typeof(ImmutableSortedDictionary<string, string>)) return ImmutableSortedDictionary<string, string>.Empty.Add("key", $"value {_made}");
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableList<>)) return ListOf(type.GetGenericArguments()[0]);
            return RecordOf(type);
        }

        private object ListOf(Type element)
        {
            var empty = typeof(ImmutableList<>).MakeGenericType(element).GetField("Empty")!.GetValue(null)!;
            return empty.GetType().GetMethod("Add")!.Invoke(empty, [Make(element)])!;
        }

        private object RecordOf(Type type)
        {
            var constructor = type.GetConstructors().MaxBy(static each => each.GetParameters().Length)!;
            var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(static property => property.SetMethod is not null))
                property.SetValue(made, Make(property.PropertyType));
            return made;
        }
    }
}
