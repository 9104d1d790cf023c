using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation.Recording;

/// <summary>A custody event before it is posted: what is meant, and which of its numbers a person types.</summary>
internal sealed class Draft(CustodyEventId id, string type, LocalDateTime at, Desk desk, JsonObject body)
{
    public CustodyEventId Id { get; } = id;

    public string Type { get; } = type;

    public LocalDateTime At { get; } = at;

    public Desk Desk { get; } = desk;

    public JsonObject Body { get; } = body;

    /// <summary>Nobody slips on this one: a planted fraud must not be blurred by chance.</summary>
    public bool IsExact { get; set; }

    public List<TypedNumber> Typed { get; } = [];

    /// <summary>A mass a person types, in grams.</summary>
    public void TypeKg(JsonObject owner, string name, long grams, Action? afterwards = null) =>
        TypeNumber(owner, name, grams / 1000m, most: 100_000, afterwards);

    public void TypePct(JsonObject owner, string name, double pct)
    {
        var rounded = decimal.Round((decimal)Math.Clamp(pct, 0.1, 99.9), 1);
        TypeNumber(owner, name, rounded, most: 100, afterwards: null);
    }

    /// <summary>A number of things a person counted and types.</summary>
    public void TypeCount(JsonObject owner, string name, int count) => TypeNumber(owner, name, count, most: 1_000_000, afterwards: null);

    /// <summary>A tag as an object of its own, its number read off the tag and typed.</summary>
    public JsonObject TypeTag(TagId tag)
    {
        var written = TagForm.Of(tag);
        Typed.Add(new(written, "number", Most: null, Afterwards: null));
        return written;
    }

    private void TypeNumber(JsonObject owner, string name, decimal value, decimal most, Action? afterwards)
    {
        owner[name] = value / 1.000m; // no zeros at the end
        Typed.Add(new(owner, name, most, afterwards));
    }
}

/// <summary>One number a person types.</summary>
/// <param name="Most">The largest a form takes; null for the number of a tag.</param>
/// <param name="Afterwards">What the device works out from it.</param>
internal sealed record TypedNumber(JsonObject Owner, string Name, decimal? Most, Action? Afterwards)
{
    public string Text => Owner[Name]!.ToString();

    /// <summary>Types it wrong, unless that would name another tag of the same sheet: then the form complains.</summary>
    public bool Spoil(Typist typist, IEnumerable<TypedNumber> others)
    {
        var meant = Text;
        if (Most is { } most)
        {
            Owner[Name] = typist.Mistype(Owner[Name]!.GetValue<decimal>(), most);
            Afterwards?.Invoke();
            return Text != meant;
        }

        var typed = typist.Mistype(meant);
        if (others.Any(other => other.Most is null && other.Text == typed)) return false;
        Owner[Name] = typed;
        return true;
    }
}

internal static class TagForm
{
    public static JsonObject Of(TagId tag) => new()
    {
        ["series"] = tag.Series, ["kind"] = Domain.Json.Code<TagKind>.Name(tag.Kind), ["number"] = tag.Number,
    };
}
