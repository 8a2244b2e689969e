using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

/// <summary>What a value may be: read from the file or a variable, told in the documents, and written into the schema.</summary>
internal abstract record ValueShape
{
    /// <summary>In words, as a message says it: "a whole number from 1 to 10".</summary>
    public abstract string Expected { get; }

    /// <summary>The value, or null after a report of what is wrong with it.</summary>
    public abstract object? Read(ConfigNode node, string key, SettingsReading reading);

    /// <summary>The members of the schema object of this value.</summary>
    public abstract void WriteSchema(Utf8JsonWriter schema);

    /// <summary>What stands in a variable, as if it had been written in the file.</summary>
    public virtual ConfigNode FromVariable(string text, Place place) => new ConfigText(place, text);

    /// <summary>What the owner writes to say that value.</summary>
    public virtual string Written(object value) => value is string text ? $"\"{text}\"" : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
