using System.Reflection;
using Steward.Cli.Events;
using Steward.Domain.Events;

namespace Steward.Cli.Tests.Events;

public sealed class EventKindsTests
{
    [Fact]
    public void Every_event_that_the_command_line_knows_is_one()
    {
        var known = typeof(EventKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.NotEmpty(known);
        Assert.All(known, name => Assert.NotNull(EventNames.TypeOf(name)));
    }
}
