using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Rules.Views;

/// <summary>The JSON of view rows, which is the JSON of answers: camelCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(OffsetDateTimeJsonConverter), typeof(LocalDateJsonConverter)])]
[JsonSerializable(typeof(LotView))]
[JsonSerializable(typeof(TagView))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(TransferView))]
[JsonSerializable(typeof(FindingView))]
[JsonSerializable(typeof(IncidentView))]
public sealed partial class ViewJson : JsonSerializerContext;
