using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

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

/// <summary>
/// An id made by one party under its own prefix, so that nobody writes into a rival's by choosing its name.
/// </summary>
public interface IPartyScopedId
{
    PartyId Creator { get; }
}

/// <summary>A sample taken from a lot: <c>{partyId}:{local}</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<SampleId>))]
public readonly record struct SampleId(string Value) : ITextId<SampleId>, IPartyScopedId
{
    public static string Form => IdForm.ScopedForm;

    public static SampleId? TryParse(string text) => IdForm.IsScoped(text) ? new SampleId(text) : null;

    public PartyId Creator => IdForm.CreatorOf(Value);

    public override string ToString() => Value;
}

/// <summary>A stock count: <c>{partyId}:{local}</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<CountId>))]
public readonly record struct CountId(string Value) : ITextId<CountId>, IPartyScopedId
{
    public static string Form => IdForm.ScopedForm;

    public static CountId? TryParse(string text) => IdForm.IsScoped(text) ? new CountId(text) : null;

    public PartyId Creator => IdForm.CreatorOf(Value);

    public override string ToString() => Value;
}

/// <summary>A smelter's heat or campaign: <c>{partyId}:{local}</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<HeatId>))]
public readonly record struct HeatId(string Value) : ITextId<HeatId>, IPartyScopedId
{
    public static string Form => IdForm.ScopedForm;

    public static HeatId? TryParse(string text) => IdForm.IsScoped(text) ? new HeatId(text) : null;

    public PartyId Creator => IdForm.CreatorOf(Value);

    public override string ToString() => Value;
}
