using System.Text.Json.Serialization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Json;

/// <summary>
/// The JSON form of everything stored: camelCase, absent instead of null, NodaTime in RFC 3339. Canonical form is made from
/// this by the transparency library; nothing is hashed as it leaves here.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(OffsetDateTimeJsonConverter), typeof(LocalDateJsonConverter)])]
[JsonSerializable(typeof(EventHeaders))]
[JsonSerializable(typeof(LotBagged))]
[JsonSerializable(typeof(LotTagged))]
[JsonSerializable(typeof(LotWeighed))]
[JsonSerializable(typeof(LotSold))]
[JsonSerializable(typeof(LotReceived))]
[JsonSerializable(typeof(LotRefused))]
[JsonSerializable(typeof(LotConsumed))]
[JsonSerializable(typeof(LotProduced))]
[JsonSerializable(typeof(TagAttached))]
[JsonSerializable(typeof(TagReplaced))]
[JsonSerializable(typeof(SaleAgreed))]
[JsonSerializable(typeof(DeliveryReceived))]
[JsonSerializable(typeof(RunPartRecorded))]
[JsonSerializable(typeof(EventCorrected))]
[JsonSerializable(typeof(FindingRaised))]
[JsonSerializable(typeof(FindingAmended))]
[JsonSerializable(typeof(FindingWithdrawn))]
[JsonSerializable(typeof(FindingRestored))]
[JsonSerializable(typeof(IncidentFlagged))]
[JsonSerializable(typeof(DayClosed))]
[JsonSerializable(typeof(IReadOnlyList<PersonReference>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(GeoPosition))]
[JsonSerializable(typeof(CommercialTerms))]
public sealed partial class LedgerJson : JsonSerializerContext;
