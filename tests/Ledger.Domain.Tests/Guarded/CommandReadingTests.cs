using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Guarded.Tags;
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
        { nameof(ChangeSetting), "\"name\":\"R5.heavierPct\",\"value\":2.5,\"effectiveFrom\":\"2026-03-01T00:00:00+02:00\"", "" },
        { nameof(ChangeSetting), "\"name\":\"R5\",\"value\":0.1234567,\"effectiveFrom\":\"now\"", "value, effectiveFrom" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_command_is_read_strictly(string command, string body, string errors)
    {
        Assert.Equal(errors, Errors(command, $"{{{Id},{body}}}"));
        Assert.Contains("id", Errors(command, $"{{{body}}}").Split(", "));
    }

    private static string Errors(string command, string json)
    {
        var errors = new List<FieldError>();
        Fields.Read(JsonDocument.Parse(json).RootElement, errors, Readers[command]);
        return string.Join(", ", errors.Select(error => error.Field));
    }

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
        [nameof(ChangeSetting)] = ChangeSetting.Read,
    };
}
