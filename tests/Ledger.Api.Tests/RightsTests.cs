using System.Net;
using System.Text;
using Ledger.Api.Auth;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Transparency.Leaves;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests;

public sealed class RightsTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    // What each operation is over HTTP. A new operation without a line here fails the test below.
    private static readonly Dictionary<Operation, Func<LedgerClient, Task<Answer>>> Calls = new()
    {
        [Operation.PostCustodyEvents] = client => client.PostAsync("{}"),
        [Operation.ReadOwnCustodyEvent] = client => client.GetAsync($"/v1/custody-events/{Guid.NewGuid()}"),
        [Operation.ReadAnyCustodyEvent] = client => client.GetAsync($"/v1/custody-events/{Foreign}"),
        [Operation.ReadEvents] = client => client.GetAsync("/v1/events?limit=1"),
        [Operation.ReadOwnImport] = client => client.GetAsync("/v1/imports/none"),
        [Operation.ManageKeys] = client => client.GetAsync("/v1/keys"),
        [Operation.ReadLots] = client => client.GetAsync("/v1/lots"),
        [Operation.ReadRecordedLots] = async client =>
        {
            await client.PostAsync($$"""
                {"id":"{{Guid.NewGuid()}}","type":"weighed","eventTime":"2026-03-02T15:40:00+02:00","lotId":"somebody-else:recorded",
                 "netKg":1,"method":"measured","purpose":"check"}
                """);
            return await client.GetAsync("/v1/lots/somebody-else:recorded");
        },
        [Operation.ReadAnyLot] = client => client.GetAsync($"/v1/lots/{ForeignLot}"),
        [Operation.ReadDestinations] = client => client.GetAsync($"/v1/lots/{ForeignLot}/destinations"),
        [Operation.ReadFindings] = client => client.GetAsync("/v1/findings"),
        [Operation.ReadAnyFinding] = client => client.GetAsync($"/v1/findings/{ForeignFinding}"),
        [Operation.ReadIntegrityFindings] = client => client.GetAsync($"/v1/findings/{IntegrityFinding}"),
        [Operation.ReadHeads] = client => client.GetAsync("/v1/log/heads?stream=calendar"),
        [Operation.TakeHeads] = client => client.SendAsync(HttpMethod.Post, "/v1/log/heads"),
        [Operation.ReadKeptRows] = client => client.GetAsync("/v1/log/kept/sealed?limit=1"),
        [Operation.ReadSettings] = client => client.GetAsync("/v1/settings"),
        [Operation.ChangeSettings] = client => client.CommandAsync("/v1/setting-changes", []),
        [Operation.RebuildViews] = client => client.GetAsync($"/v1/admin/rebuild/{Guid.NewGuid()}"),
        [Operation.ReadState] = client => client.GetAsync("/v1/admin/state"),
        [Operation.ReadSites] = client => client.GetAsync("/v1/sites"),
        [Operation.RegisterSites] = client => client.CommandAsync("/v1/site-changes", []),
        [Operation.DetermineSiteStatus] = client => client.CommandAsync("/v1/site-statuses", []),
        [Operation.ChangeSiteActivity] = client => client.CommandAsync("/v1/site-activities", []),
        [Operation.ReadAreas] = client => client.GetAsync("/v1/areas"),
        [Operation.RegisterAreas] = client => client.CommandAsync("/v1/areas", []),
        [Operation.ReadParties] = client => client.GetAsync("/v1/parties"),
        [Operation.ReadAnyPartyDetails] = client => client.GetAsync($"/v1/parties/{ForeignParty}/details"),
        [Operation.RegisterParties] = client => client.CommandAsync("/v1/party-changes", []),
        [Operation.ApplyForMembership] = client => client.CommandAsync("/v1/membership-applications", []),
        [Operation.DecideMembership] = client => client.CommandAsync("/v1/membership-reviews", []),
        [Operation.ReadTagRegister] = client => client.GetAsync("/v1/tag-ranges"),
        [Operation.ReadAnyTagRegister] = client => client.GetAsync("/v1/tag-register"),
        [Operation.IssueTags] = client => client.CommandAsync("/v1/tag-issues", []),
        [Operation.RequestTags] = client => client.CommandAsync("/v1/tag-requests", []),
        [Operation.ReadCaller] = client => client.GetAsync("/v1/caller"),
        [Operation.AssignTags] = client => client.CommandAsync("/v1/tag-assignments", []),
        [Operation.ReadAnySealedPart] = client => client.GetAsync($"/v1/custody-events/{Foreign}/sealed/note"),
        [Operation.EraseSealedParts] = client =>
            client.SendAsync(HttpMethod.Delete, $"/v1/custody-events/{Guid.NewGuid()}/sealed/note?reason=term-over"),
    };

    // Where one of these is not for the caller it looks like one that is not there.
    private static readonly Operation[] Hidden =
    [
        Operation.ReadAnyCustodyEvent, Operation.ReadRecordedLots, Operation.ReadAnyLot, Operation.ReadAnyFinding,
        Operation.ReadIntegrityFindings, Operation.ReadAnyPartyDetails, Operation.ReadAnySealedPart,
    ];

    private static readonly Guid Foreign = Guid.Parse("0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9cff");
    private static readonly Guid ForeignBag = Guid.Parse("0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9cfe");
    private static readonly Guid ForeignFinding = Guid.Parse("0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9cfd");
    private static readonly Guid IntegrityFinding = Guid.Parse("0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9cfc");
    private static readonly string ForeignLot = $"somebody-else:{ForeignBag}";

    private const string ForeignParty = "somebody-else";

    public static TheoryData<string> Roles => [.. RoleCodes.All.Select(RoleCodes.CodeOf)];

    /// <summary>The whole table as a person has read and approved it: a line an operation, a column a role.</summary>
    [Fact]
    public void The_table_of_rights_is_the_approved_one()
    {
        var table = new StringBuilder();
        table.AppendLine($"{"",-26}{string.Concat(RoleCodes.All.Select(role => $"{RoleCodes.CodeOf(role),-11}"))}".TrimEnd());
        foreach (var operation in Enum.GetValues<Operation>()) Line(operation.ToString(), role => Rights.Allows(role, operation));
        foreach (var type in Rights.CustodyTypes) Line("post " + type, role => Rights.AllowsPosting(role, type));
        Approved.Matches(table.ToString());

        void Line(string name, Func<Roles, bool> allows) => table.AppendLine(
            $"{name,-26}{string.Concat(RoleCodes.All.Select(role => $"{(allows(role) ? "yes" : "-"),-11}"))}".TrimEnd());
    }

    [Fact]
    public void Every_custody_event_type_has_its_line() =>
        Assert.Empty(CustodyEventReader.Types.Except(Rights.CustodyTypes));

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_may_do_over_HTTP_what_the_approved_table_says_and_nothing_else(string role)
    {
        await PostForeignAsync();
        using var client = await ledger.Server.AsAsync($"org-of-{role}", role);
        var expected = ApprovedFor(role);

        foreach (var operation in Enum.GetValues<Operation>())
        {
            var status = (await Calls[operation](client)).Status;
            var isRefused = status == HttpStatusCode.Forbidden
                || (Hidden.Contains(operation) && status == HttpStatusCode.NotFound);
            Assert.True(expected[operation.ToString()] != isRefused, $"{role}: {operation} answered {status}");
        }

        foreach (var type in CustodyEventReader.Types)
        {
            var answer = await client.PostAsync(ForAnyParty(type, client.Organisation));
            Assert.Equal((type, expected["post " + type] ? HttpStatusCode.Created : HttpStatusCode.Forbidden), (type, answer.Status));
        }
    }

    [Fact]
    public async Task An_integrity_officer_lists_what_rules_found_for_them_alone()
    {
        await PostForeignAsync();
        using var officer = await ledger.Server.AsAsync("org-of-integrity", "integrity");
        using var programme = await ledger.Server.AsAsync("org-of-programme", "programme");
        using var named = await ledger.Server.AsAsync("somebody-else", "agent");

        async Task<IEnumerable<Guid>> ListedAsync(LedgerClient client) =>
            (await client.GetAsync("/v1/findings?rule=R0")).Body["items"]!.AsArray().Select(finding => (Guid)finding!["findingId"]!);

        Assert.Equal([IntegrityFinding], await ListedAsync(officer));
        Assert.Equal([ForeignFinding], await ListedAsync(programme));
        Assert.Equal([ForeignFinding], await ListedAsync(named));
    }

    [Fact]
    public async Task Without_a_key_nothing_but_the_public_is_answered()
    {
        using var nobody = ledger.Server.Anonymous();
        foreach (var call in Calls.Values) Assert.Equal(HttpStatusCode.Unauthorized, (await call(nobody)).Status);
        string[] open =
        [
            "/", "/docs/index.html", "/openapi/v1.json", "/health/live", "/health/ready", "/problems/no-right", "/v1/tag-check/1",
        ];
        foreach (var path in open)
            Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(path)).Status);
    }

    private async Task PostForeignAsync()
    {
        using var agent = await ledger.Server.AsAsync("somebody-else", "agent");
        var sealing = Sample.Weighed(Foreign);
        sealing["note"] = "for the recorder's eyes";
        await agent.PostAsync(sealing);
        await agent.PostBaggedAsync(ForeignBag);
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var registration = Commands.Example("/v1/parties");
        registration["partyId"] = ForeignParty;
        await office.CommandAsync("/v1/parties", registration); // refused the second time: it is in the register
        await RaiseAsync(ForeignFinding, FindingTier.Review);
        await RaiseAsync(IntegrityFinding, FindingTier.Integrity);
        var progress = ledger.Server.App.Services.GetRequiredService<Progress>();
        Assert.True(await progress.WaitForViewsAsync(
            await ledger.Server.HeadAsync(), TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }

    /// <summary>As rules raise one. The second time it is there already.</summary>
    private async Task RaiseAsync(Guid id, FindingTier tier)
    {
        var raised = new FindingRaised(id, new(
            "R0", 1, 0, "sheet-book:nobody", "", tier, new([new(Foreign)], 1, new string('0', 64)), 1, 2, 0, "lots", "none",
            [new("somebody-else")], ProvisionalUntil: null), new(2026, 3, 2));
        var stream = StreamName.Finding(id);
        var leaf = LeafPrefix.Create(EventTypes.Serialize(raised), "{}"u8, id);
        var store = ledger.Server.App.Services.GetRequiredService<IEventStore>();
        await store.AppendAsync(
            new([new(null, [new(id, stream, EventTypes.NameOf(raised), leaf, OpensStream: true)], [])], [new(stream, 0)]),
            TestContext.Current.CancellationToken);
    }

    /// <summary>The example with the caller as the party that acts, so that only the role decides.</summary>
    private static string ForAnyParty(string type, string organisation)
    {
        var example = Sample.Example(type, Guid.NewGuid());
        var acting = type switch
        {
            "dispatched" => "from",
            "arrived" or "title-passed" => "to",
            _ => ((string[])["seller", "receiver", "holder", "owner", "exporter"]).FirstOrDefault(example.ContainsKey),
        };
        if (acting is not null) example[acting] = organisation;
        return example.ToJsonString();
    }

    private static Dictionary<string, bool> ApprovedFor(string role)
    {
        var lines = File.ReadAllLines(Path.Combine(
            Repository.Root, "tests/Ledger.Api.Tests", "RightsTests.The_table_of_rights_is_the_approved_one.approved.txt"));
        var column = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Index().Single(cell => cell.Item == role).Index;
        return lines[1..].ToDictionary(
            line => line[..26].Trim(), line => line[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[column] == "yes");
    }
}
