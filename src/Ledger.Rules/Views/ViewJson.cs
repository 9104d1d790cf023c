using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Views;

/// <summary>The JSON of view rows, which is the JSON of answers: camelCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(OffsetDateTimeJsonConverter), typeof(LocalDateJsonConverter)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(LotView))]
[JsonSerializable(typeof(TagView))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(TransferView))]
[JsonSerializable(typeof(FindingView))]
[JsonSerializable(typeof(MovementView))]
[JsonSerializable(typeof(SaleView))]
[JsonSerializable(typeof(AnswerView))]
[JsonSerializable(typeof(ProvenanceView))]
[JsonSerializable(typeof(DestinationView))]
[JsonSerializable(typeof(LotHistory))]
[JsonSerializable(typeof(HoldingsView))]
[JsonSerializable(typeof(BalanceView))]
[JsonSerializable(typeof(IncidentView))]
[JsonSerializable(typeof(SettingView))]
[JsonSerializable(typeof(SettingList))]
[JsonSerializable(typeof(AreaView))]
[JsonSerializable(typeof(SiteView))]
[JsonSerializable(typeof(SiteProductionView))]
[JsonSerializable(typeof(SiteBalanceView))]
[JsonSerializable(typeof(LotBalanceView))]
[JsonSerializable(typeof(SupplyBalanceView))]
[JsonSerializable(typeof(RegionBalanceView))]
[JsonSerializable(typeof(PartyView))]
[JsonSerializable(typeof(PartyLine))]
[JsonSerializable(typeof(MembershipView))]
[JsonSerializable(typeof(TagRangeView))]
[JsonSerializable(typeof(TagRequestView))]
[JsonSerializable(typeof(TagSeriesView))]
[JsonSerializable(typeof(TagRegisterView))]
[JsonSerializable(typeof(TagCheckView))]
[JsonSerializable(typeof(TagCheckList))]
public sealed partial class ViewJson : JsonSerializerContext
{
    /// <summary>Answers are JSON, never HTML: a plus sign or an accent needs no escape.</summary>
    public static ViewJson Plain => Made.Value;

    // Made late: the generated half of this class has its own statics, and which half comes first is nowhere said.
    private static readonly Lazy<ViewJson> Made = new(() =>
        new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
