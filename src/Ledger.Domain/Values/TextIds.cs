using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

/// <summary>
/// An identifier that is text on the wire. One implementation per idea, so that none is taken for another.
/// </summary>
public interface ITextId<TSelf>
    where TSelf : struct, ITextId<TSelf>
{
    /// <summary>The form in plain words, for error messages.</summary>
    static abstract string Form { get; }

    /// <summary>The identifier, or null when the text does not have the form.</summary>
    static abstract TSelf? TryParse(string text);

    string Value { get; }
}

/// <summary>A participant's register id: opaque, so that no leaf names a company.</summary>
[JsonConverter(typeof(TextIdJsonConverter<PartyId>))]
public readonly record struct PartyId(string Value) : ITextId<PartyId>
{
    public static string Form => IdForm.NameForm;

    public static PartyId? TryParse(string text) => IdForm.IsName(text) ? new PartyId(text) : null;

    public override string ToString() => Value;
}

/// <summary>A mine site's register id.</summary>
[JsonConverter(typeof(TextIdJsonConverter<SiteId>))]
public readonly record struct SiteId(string Value) : ITextId<SiteId>
{
    public static string Form => IdForm.NameForm;

    public static SiteId? TryParse(string text) => IdForm.IsName(text) ? new SiteId(text) : null;

    public override string ToString() => Value;
}

/// <summary>A scale.</summary>
[JsonConverter(typeof(TextIdJsonConverter<ScaleId>))]
public readonly record struct ScaleId(string Value) : ITextId<ScaleId>
{
    public static string Form => IdForm.NameForm;

    public static ScaleId? TryParse(string text) => IdForm.IsName(text) ? new ScaleId(text) : null;

    public override string ToString() => Value;
}

/// <summary>A freight container, by the number on its door.</summary>
[JsonConverter(typeof(TextIdJsonConverter<ContainerId>))]
public readonly record struct ContainerId(string Value) : ITextId<ContainerId>
{
    public static string Form => IdForm.NameForm;

    public static ContainerId? TryParse(string text) => IdForm.IsName(text) ? new ContainerId(text) : null;

    public override string ToString() => Value;
}

/// <summary>A lock-box for unused tags, by its label at the site.</summary>
[JsonConverter(typeof(TextIdJsonConverter<BoxId>))]
public readonly record struct BoxId(string Value) : ITextId<BoxId>
{
    public static string Form => IdForm.NameForm;

    public static BoxId? TryParse(string text) => IdForm.IsName(text) ? new BoxId(text) : null;

    public override string ToString() => Value;
}

/// <summary>An administrative, mining or protected area of a register of areas.</summary>
[JsonConverter(typeof(TextIdJsonConverter<AreaId>))]
public readonly record struct AreaId(string Value) : ITextId<AreaId>
{
    public static string Form => IdForm.NameForm;

    public static AreaId? TryParse(string text) => IdForm.IsName(text) ? new AreaId(text) : null;

    public override string ToString() => Value;
}

/// <summary>A country (ISO 3166-1 alpha-2); ZZ where the country is not known.</summary>
[JsonConverter(typeof(TextIdJsonConverter<CountryCode>))]
public readonly record struct CountryCode(string Value) : ITextId<CountryCode>
{
    public static string Form => "an ISO 3166-1 alpha-2 code such as RW, or ZZ for unknown";

    public static CountryCode? TryParse(string text) =>
        text.Length == 2 && text.All(char.IsAsciiLetterUpper) ? new CountryCode(text) : null;

    public override string ToString() => Value;
}

/// <summary>A smelter or refiner, by the industry's CID number.</summary>
[JsonConverter(typeof(TextIdJsonConverter<SmelterId>))]
public readonly record struct SmelterId(string Value) : ITextId<SmelterId>
{
    public static string Form => "a CID number such as CID001105";

    public static SmelterId? TryParse(string text) => text.Length == 9 && text.StartsWith("CID",
        StringComparison.Ordinal) && text.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0 ? new SmelterId(text) : null;

    public override string ToString() => Value;
}

internal static class IdForm
{
    public const string NameForm = "1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit";
    public const string ScopedForm = "{partyId}:{local}, local 1 to 100 letters, digits, '.', '_', '-' or '/'";

    public const string PrintedNumberForm =
        "1 to 50 letters, digits, '.', '_', '-' or '/', starting with a letter or digit";

    public static bool IsPrintedNumber(ReadOnlySpan<char> text) =>
        text.Length is >= 1 and <= 50 && IsRun(text, slash: true);

    public static bool IsName(ReadOnlySpan<char> text) => text.Length is >= 1 and <= 64 && IsRun(text, slash: false);

    public static bool IsScoped(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon < 0) return false;
        var local = text[(colon + 1)..];
        return IsName(text[..colon]) && local.Length is >= 1 and <= 100 && IsRun(local, slash: true);
    }

    public static PartyId CreatorOf(string scoped) => new(scoped[..scoped.IndexOf(':', StringComparison.Ordinal)]);

    private static bool IsRun(ReadOnlySpan<char> text, bool slash)
    {
        if (!char.IsAsciiLetterOrDigit(text[0])) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-') && !(slash && c == '/')) return false;
        return true;
    }
}
