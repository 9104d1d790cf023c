using System.Text.Json.Serialization;
using Ledger.Api.Admin;
using Ledger.Api.Hosting;
using Ledger.Api.Imports;
using Ledger.Api.Keys;
using Ledger.Api.Capture;
using Ledger.Api.Proofs;
using Ledger.EventStore;
using Ledger.EventStore.Reading;

namespace Ledger.Api.Http;

/// <summary>The JSON form of every answer: camelCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ItemResult))]
[JsonSerializable(typeof(ItemStatus))]
[JsonSerializable(typeof(IReadOnlyList<ItemResult>))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(CustodyEventAnswer))]
[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(CallerAnswer))]
[JsonSerializable(typeof(RebuildAnswer))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(InclusionAnswer))]
[JsonSerializable(typeof(ConsistencyAnswer))]
[JsonSerializable(typeof(LogKeyAnswer))]
[JsonSerializable(typeof(HeadsAnswer))]
[JsonSerializable(typeof(RootAnswer))]
[JsonSerializable(typeof(KeptRecord))]
[JsonSerializable(typeof(SealedBody))]
[JsonSerializable(typeof(KeptHead))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<PlantedFraudLine>))]
internal sealed partial class ApiJson : JsonSerializerContext;
