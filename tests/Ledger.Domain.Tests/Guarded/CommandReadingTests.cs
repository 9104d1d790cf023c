using System.Globalization;
using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded.Areas;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Tests.Guarded;

public class CommandReadingTests
{
    private const string Id = "\"id\":\"0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c01\"";
    private const string Range = "\"series\":\"RW-1\",\"kind\":\"mine\",\"from\":\"001\",\"to\":\"100\"";
    private const string Request = "\"requestId\":\"0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c02\"";
    private const string Register = "\"partyId\":\"P1\",\"country\":\"RW\",\"roles\":[\"trader\"]";
    private const string TwiceTrader = "\"partyId\":\"P1\",\"country\":\"RW\",\"roles\":[\"trader\",\"trader\"]";
    private const string Site =
        "\"siteId\":\"S-1\",\"name\":\"Gasovu\",\"country\":\"RW\",\"lat\":-1.9641,\"lon\":30.0619,\"minerals\":[\"coltan\"]";
    private const string Status = "\"siteId\":\"S-1\",\"authority\":\"RMB\",\"from\":\"2026-03-01\"";

    public static TheoryData<string, string, string> Cases => new()
    {
        { nameof(IssueTags), Range, "" },
        { nameof(IssueTags), "\"series\":\"RW-1\",\"kind\":\"mine\",\"from\":\"100\",\"to\":\"001\"", "to" },
        { nameof(RequestTags), "\"series\":\"RW-1\",\"siteId\":\"S-1\",\"kind\":\"mine\",\"count\":50", "" },
        { nameof(RequestTags), "\"series\":\"RW-1\",\"siteId\":\"S-1\",\"kind\":\"mine\",\"count\":0", "count" },
        { nameof(ReviewTagRequest), $"\"series\":\"RW-1\",{Request},\"verdict\":\"approved\",\"allowance\":5", "" },
        { nameof(ReviewTagRequest), $"\"series\":\"RW-1\",{Request},\"verdict\":\"declined\"", "" },
        { nameof(ReviewTagRequest), $"\"series\":\"RW-1\",{Request},\"verdict\":\"approved\"", "allowance" },
        { nameof(ReviewTagRequest), $"\"series\":\"RW-1\",{Request},\"verdict\":\"declined\",\"allowance\":5", "allowance" },
        { nameof(AssignTags), $"{Request},{Range}", "" }, { nameof(AssignTags), Range, "requestId" },
        { nameof(RegisterParty), Register + ",\"details\":{\"name\":\"Abahizi\",\"owners\":[{\"name\":\"J\"}]}", "" },
        { nameof(RegisterParty), Register, "details" },
        { nameof(ChangeParty), Register + ",\"details\":{}", "details.name" },
        { nameof(ChangeParty), TwiceTrader + ",\"details\":{\"name\":\"A\"}", "roles[1]" },
        { nameof(ApplyForMembership), "\"partyId\":\"P1\",\"kind\":\"full\"", "" },
        { nameof(ApplyForMembership), "\"partyId\":\"P1\"", "kind" },
        { nameof(ReviewMembership), "\"partyId\":\"P1\",\"verdict\":\"perhaps\"", "verdict" },
        { nameof(SuspendMember), "\"partyId\":\"P1\",\"ground\":\"incident\"", "" },
        { nameof(ReadmitMember), "\"partyId\":\"P1\"", "" }, { nameof(RegisterSite), Site, "" },
        { nameof(ChangeSite), Site.Replace("30.0619", "30.06191", StringComparison.Ordinal), "lon" },
        { nameof(DetermineSiteStatus), Status + ",\"status\":\"red\"", "" },
        { nameof(DetermineSiteStatus), Status + ",\"status\":\"yellow\",\"cureBy\":\"2026-09-01\"", "" },
        { nameof(DetermineSiteStatus), Status + ",\"status\":\"yellow\"", "cureBy" },
        { nameof(DetermineSiteStatus), Status + ",\"status\":\"green\",\"cureBy\":\"2026-09-01\"", "cureBy" },
        { nameof(DetermineSiteStatus), Status + ",\"status\":\"yellow\",\"cureBy\":\"2026-02-01\"", "cureBy" },
        { nameof(ChangeSiteActivity), "\"siteId\":\"S-1\",\"activity\":\"non-active\",\"from\":\"2026-03-01\"", "" },
        { nameof(ApproveBaseline), "\"siteId\":\"S-1\",\"from\":\"2026-03-01\",\"monthlyKg\":900", "" },
        { nameof(ApproveBaseline), "\"siteId\":\"S-1\",\"from\":\"2026-03-01\",\"activeMiners\":40", "" },
        { nameof(ApproveBaseline), "\"siteId\":\"S-1\",\"from\":\"2026-03-01\"", "monthlyKg" },
        {
            nameof(ApproveBaseline), "\"siteId\":\"S-1\",\"activeMiners\":0,\"monthlyKg\":9,\"capacityKg\":8",
            "capacityKg, from, activeMiners"
        },
        { nameof(EndAreaProtection), "\"areaId\":\"A-1\",\"from\":\"2026-03-01\"", "" },
        { nameof(EndAreaProtection), "\"areaId\":\"A-1\"", "from" },
        { nameof(ProtectArea), Area + ",\"outline\":{\"type\":\"Point\",\"coordinates\":[29,-2]}", "" },
        { nameof(ProtectArea), "\"areaId\":\"A-1\",\"name\":\"7\"", "name, from, outline" },
        { nameof(ChangeSetting), "\"name\":\"R5.heavierPct\",\"value\":2.5,\"effectiveFrom\":\"2026-03-01T00:00:00+02:00\"", "" },
        { nameof(ChangeSetting), "\"name\":\"R5\",\"value\":0.1234567,\"effectiveFrom\":\"now\"", "value, effectiveFrom" },
    };

    private const string Area = "\"areaId\":\"A-1\",\"name\":\"Forêt d'Iduku\",\"from\":\"2026-03-01\"";

    // An outline, and what is wrong with it.
    public static TheoryData<string, string> Outlines => new()
    {
        { Of("Polygon", Square), "" },
        { Of("Polygon", "[[[1,1,900],[2,1,900],[2,2,900],[1,1,900]]]"), "" },
        { Of("MultiPolygon", $"[{Square},{Square}]"), "" },
        { Of("Point", "[29.123456789,-2]"), "" },
        { Of("MultiPoint", "[[29,-2],[30,-2]]"), "" },
        { Feature(Of("Polygon", Square)), "" },
        { $$"""{"type":"FeatureCollection","features":[{{Feature(Of("Polygon", Square))}},{{Feature(Of("Point", "[29,-2]"))}}]}""", "" },
        { """{"type":"Polygon","crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"coordinates":""" + Square + "}", "" },
        { """{"type":"Polygon","crs":{"properties":{"name":"EPSG:3857"}},"coordinates":""" + Square + "}", "outline.crs" },
        { "\"A-1\"", "outline.type" },
        { "{}", "outline.type" },
        { Of("LineString", "[[1,1],[2,2]]"), "outline.type" },
        { Feature("null"), "outline.geometry.type" },
        { """{"type":"FeatureCollection"}""", "outline.features" },
        { """{"type":"FeatureCollection","features":[]}""", "outline" },
        { Of("MultiPolygon", "[]"), "outline" },
        { Of("Polygon", "[[[1,1],[2,1],[2,2],[1,2]]]"), "outline.coordinates[0]" },
        { Of("Polygon", "[[[1,1],[2,1],[1,1]]]"), "outline.coordinates[0]" },
        { Of("Polygon", "[[[1,1],[2,1],[3,1],[1,1]]]"), "outline.coordinates[0]" },
        { Of("Polygon", "[[[1,1],[1.000001,1],[1,1.000001],[1,1]]]"), "outline.coordinates[0]" },
        { Of("Polygon", "[[[1,1],[181,1],[2,-91],[1],[1,1]]]"),
            "outline.coordinates[0][1], outline.coordinates[0][2], outline.coordinates[0][3]" },
        { Of("MultiPolygon", $"[{Square},[[[1,1],[2,1],\"x\",[1,1]]]]"), "outline.coordinates[1][0][2]" },
        { Of("Polygon", "7"), "outline.coordinates" },
    };

    [Theory, MemberData(nameof(Outlines))]
    public void An_outline_is_read_strictly(string outline, string errors) =>
        Assert.Equal(errors, Errors(nameof(ProtectArea), $"{{{Id},{Area},\"outline\":{outline}}}"));

    [Fact]
    public void An_outline_is_bounded_and_so_is_what_is_said_of_a_wrong_one()
    {
        var round = Enumerable.Range(0, 100_001).Select(i => string.Create(CultureInfo.InvariantCulture, $"[{i % 360 - 180},{i % 91}]"));
        Assert.Equal("outline.coordinates[0]",
            Errors(nameof(ProtectArea), $"{{{Id},{Area},\"outline\":{Of("Polygon", $"[[{string.Join(',', round)},[-180,0]]]")}}}"));
        var wrong = string.Join(',', Enumerable.Repeat("[999,0]", 1_000));
        Assert.Equal(20, Errors(
            nameof(ProtectArea), $"{{{Id},{Area},\"outline\":{Of("MultiPoint", $"[{wrong}]")}}}").Split(", ").Length);
    }

    [Fact]
    public void Positions_are_kept_to_a_metre_and_long_rings_in_stretches()
    {
        var ring = string.Join(',', Enumerable.Range(0, 4_500).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"[{Math.Cos(i * Math.Tau / 4_500):0.00000000},{Math.Sin(i * Math.Tau / 4_500):0.00000000}]")));
        var command = (ProtectArea)Read(nameof(ProtectArea),
            $"{{{Id},{Area},\"outline\":{Of("Polygon", $"[[{ring},[1,0]]]")}}}", out var errors);
        Assert.Empty(errors);
        var events = ProtectArea.Decide(command, ProtectedArea.Unknown).Events;
        var stretches = events.OfType<AreaOutlined>().ToList();

        Assert.Equal([4_000, 4_000, 1_002], stretches.Select(stretch => stretch.Degrees.Count));
        Assert.Equal([0.99999m, 0.00419m], stretches[0].Degrees.Skip(6).Take(2));
        Assert.Equal((4_501, new OutlineBox(-1, -1, 1, 1)), (((AreaProtected)events[0]).Points, ((AreaProtected)events[0]).Box));
        Assert.All(events, entered => Assert.InRange(EventTypes.Serialize(entered).Length, 1, 60_000));
    }

    private const string Square = "[[[1,1],[2,1],[2,2],[1,2],[1,1]]]";

    private static string Of(string type, string coordinates) => $$"""{"type":"{{type}}","coordinates":{{coordinates}}}""";

    private static string Feature(string geometry) => $$"""{"type":"Feature","properties":{"warden":"J"},"geometry":{{geometry}}}""";

    [Theory, MemberData(nameof(Cases))]
    public void A_command_is_read_strictly(string command, string body, string errors)
    {
        Assert.Equal(errors, Errors(command, $"{{{Id},{body}}}"));
        Assert.Contains("id", Errors(command, $"{{{body}}}").Split(", "));
    }

    private static string Errors(string command, string json)
    {
        Read(command, json, out var errors);
        return string.Join(", ", errors.Select(error => error.Field));
    }

    private static object Read(string command, string json, out List<FieldError> errors) =>
        Fields.Read(JsonDocument.Parse(json).RootElement, errors = [], Readers[command]);

    private static readonly Dictionary<string, Func<Fields, object>> Readers = new()
    {
        [nameof(IssueTags)] = IssueTags.Read,
        [nameof(RequestTags)] = fields => RequestTags.Read(fields, new PartyId("P1")),
        [nameof(ReviewTagRequest)] = ReviewTagRequest.Read,
        [nameof(AssignTags)] = AssignTags.Read,
        [nameof(RegisterParty)] = RegisterParty.Read,
        [nameof(ChangeParty)] = ChangeParty.Read,
        [nameof(ApplyForMembership)] = ApplyForMembership.Read,
        [nameof(ReviewMembership)] = ReviewMembership.Read,
        [nameof(SuspendMember)] = SuspendMember.Read,
        [nameof(ReadmitMember)] = ReadmitMember.Read,
        [nameof(RegisterSite)] = RegisterSite.Read,
        [nameof(ChangeSite)] = ChangeSite.Read,
        [nameof(DetermineSiteStatus)] = DetermineSiteStatus.Read,
        [nameof(ChangeSiteActivity)] = ChangeSiteActivity.Read,
        [nameof(ApproveBaseline)] = ApproveBaseline.Read,
        [nameof(ProtectArea)] = ProtectArea.Read,
        [nameof(EndAreaProtection)] = EndAreaProtection.Read,
        [nameof(ChangeSetting)] = ChangeSetting.Read,
    };
}
