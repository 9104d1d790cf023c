using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

/// <summary>An identifier that is text on the wire. One implementation per idea, so that none is taken for another.</summary>
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

/// <summary>A traceable quantity held together: <c>{partyId}:{local}</c>. An export lot is a lot.</summary>
[JsonConverter(typeof(TextIdJsonConverter<LotId>))]
public readonly record struct LotId(string Value) : ITextId<LotId>, IPartyScopedId
{
    public static string Form => IdForm.ScopedForm;

    public static LotId? TryParse(string text) => IdForm.IsScoped(text) ? new LotId(text) : null;

    public PartyId Creator => IdForm.CreatorOf(Value);

    public override string ToString() => Value;
}

/// <summary>A processing run: <c>{partyId}:{local}</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<RunId>))]
public readonly record struct RunId(string Value) : ITextId<RunId>, IPartyScopedId
{
    public static string Form => IdForm.ScopedForm;

    public static RunId? TryParse(string text) => IdForm.IsScoped(text) ? new RunId(text) : null;

    public PartyId Creator => IdForm.CreatorOf(Value);

    public override string ToString() => Value;
}

/// <summary>A sale: <c>{partyId}:{local}</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<SaleId>))]
public readonly record struct SaleId(string Value) : ITextId<SaleId>, IPartyScopedId
{
    public static string Form => IdForm.ScopedForm;

    public static SaleId? TryParse(string text) => IdForm.IsScoped(text) ? new SaleId(text) : null;

    public PartyId Creator => IdForm.CreatorOf(Value);

    public override string ToString() => Value;
}

/// <summary>A transport from place to place: <c>{partyId}:{local}</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<MovementId>))]
public readonly record struct MovementId(string Value) : ITextId<MovementId>, IPartyScopedId
{
    public static string Form => IdForm.ScopedForm;

    public static MovementId? TryParse(string text) => IdForm.IsScoped(text) ? new MovementId(text) : null;

    public PartyId Creator => IdForm.CreatorOf(Value);

    public override string ToString() => Value;
}

/// <summary>An id made by one party under its own prefix, so that nobody writes into a rival's by choosing its name.</summary>
public interface IPartyScopedId
{
    PartyId Creator { get; }
}

internal static class IdForm
{
    public const string NameForm = "1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit";
    public const string ScopedForm = "{partyId}:{local}, local 1 to 100 letters, digits, '.', '_', '-' or '/'";

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
