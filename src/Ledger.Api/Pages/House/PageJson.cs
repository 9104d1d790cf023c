using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Api.Pages.Admin;
using Ledger.Api.Pages.Balance;
using Ledger.Api.Pages.Desk;
using Ledger.Api.Pages.Desk.Lists;
using Ledger.Api.Pages.Events;
using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.Log;
using Ledger.Api.Pages.Lots;
using Ledger.Api.Pages.Maps;
using Ledger.Api.Pages.Parties;
using Ledger.Api.Pages.Runs;
using Ledger.Api.Pages.Sites;
using Ledger.Api.Pages.TagChecks;
using Ledger.Api.Pages.Transfers;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Json;

namespace Ledger.Api.Pages.House;

/// <summary>
/// What pages read of the API's answers: ids and codes as text, since whom a reader may not know stands under another name.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(InstantJsonConverter), typeof(OffsetDateTimeJsonConverter), typeof(LocalDateJsonConverter)])]
[JsonSerializable(typeof(IReadOnlyList<FieldError>))]
[JsonSerializable(typeof(CheckedTag))]
[JsonSerializable(typeof(CheckedTags))]
[JsonSerializable(typeof(Reader))]
[JsonSerializable(typeof(FindingAnswer))]
[JsonSerializable(typeof(FindingList))]
[JsonSerializable(typeof(IncidentList))]
[JsonSerializable(typeof(RecordAnswer))]
[JsonSerializable(typeof(RecordList))]
[JsonSerializable(typeof(ImportProgress))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(NodaTime.OffsetDateTime))]
[JsonSerializable(typeof(TagName))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(ProvenanceAnswer))]
[JsonSerializable(typeof(DestinationsAnswer))]
[JsonSerializable(typeof(InclusionProof))]
[JsonSerializable(typeof(LogHead))]
[JsonSerializable(typeof(LogKeys))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(KeyPage))]
[JsonSerializable(typeof(SettingPage))]
[JsonSerializable(typeof(SettingLine))]
[JsonSerializable(typeof(ServiceState))]
[JsonSerializable(typeof(LotAnswer))]
[JsonSerializable(typeof(LotList))]
[JsonSerializable(typeof(LotBalanceAnswer))]
[JsonSerializable(typeof(SupplyAnswer))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(LotHistoryAnswer))]
[JsonSerializable(typeof(ComposedHistory))]
[JsonSerializable(typeof(ComposedData))]
[JsonSerializable(typeof(TagAnswer))]
[JsonSerializable(typeof(ProofAnswer))]
[JsonSerializable(typeof(SettingAnswer))]
[JsonSerializable(typeof(BalanceAnswer))]
[JsonSerializable(typeof(HoldingsAnswer))]
[JsonSerializable(typeof(PartyAnswer))]
[JsonSerializable(typeof(PartyDetailsAnswer))]
[JsonSerializable(typeof(PartyList))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(SaleAnswer))]
[JsonSerializable(typeof(MovementAnswer))]
[JsonSerializable(typeof(AreaFeatures))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(WhenAnswer))]
[JsonSerializable(typeof(SiteFeatures))]
[JsonSerializable(typeof(SiteAnswer))]
[JsonSerializable(typeof(SiteList))]
[JsonSerializable(typeof(SiteBalanceAnswer))]
[JsonSerializable(typeof(RegionBalanceAnswer))]
[JsonSerializable(typeof(ProductionAnswer))]
internal sealed partial class PageJson : JsonSerializerContext;
