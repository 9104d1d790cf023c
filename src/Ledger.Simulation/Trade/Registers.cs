using System.Text;
using System.Text.Json.Nodes;
using Ledger.Domain;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Simulation.Trade;

/// <summary>What the programme enters in the registers: sites and their status, who takes part, which tags went where.</summary>
internal sealed class Registers(Scene scene, Cast cast)
{
    // The namespace of this project's command ids: any fixed UUID does (RFC 9562, 5.5).
    private static readonly Guid Namespace = new("0b6c3a57-4a0d-4e0e-8f5e-94d6a2c1b7f0");

    private readonly List<Registration> _entered = [];

    /// <summary>Everything, in an order in which each is allowed.</summary>
    public IReadOnlyList<Registration> Enter()
    {
        foreach (var participant in cast.Participants) EnterParty(participant);
        foreach (var (index, mine) in cast.Mines.Index()) EnterSite(mine.Card, index);
        IssueTags();
        foreach (var mine in cast.Mines)
            foreach (var order in mine.Tags.Orders) GiveTags(mine.Tags, order);
        return _entered;
    }

    private void EnterParty(Participant participant)
    {
        var role = participant.Roles[0];
        By(cast.Programme, "/v1/parties", new()
        {
            ["partyId"] = participant.Id.Value,
            ["country"] = role == "smelter" ? ExportOffices.SmelterCountry : ExportOffices.MineCountry,
            ["roles"] = new JsonArray((JsonNode)Code<PartyRole>.Name(RoleOf(role))),
            ["details"] = new JsonObject { ["name"] = participant.Name },
        });
        if (participant.Id == cast.Programme) return;
        By(participant.Id, "/v1/membership-applications", new()
        {
            ["partyId"] = participant.Id.Value, ["kind"] = Code<MembershipKind>.Name(MembershipKind.Full),
        });
        By(cast.Programme, "/v1/membership-reviews", new()
        {
            ["partyId"] = participant.Id.Value, ["verdict"] = Code<Verdict>.Name(Verdict.Approved),
        });
    }

    private void EnterSite(SiteCard site, int index)
    {
        By(cast.Programme, "/v1/sites", new()
        {
            ["siteId"] = site.Id.Value,
            ["name"] = site.Name,
            ["country"] = ExportOffices.MineCountry,
            ["area"] = FormattableString.Invariant($"area-demo-{(index / 6) + 1}"),
            ["lat"] = site.Lat,
            ["lon"] = site.Lon,
            ["minerals"] = new JsonArray((JsonNode)Code<Mineral>.Name(site.Mineral)),
        });
        By(cast.Authority.Party, "/v1/site-statuses", new()
        {
            ["siteId"] = site.Id.Value,
            ["status"] = Code<SiteStatus>.Name(SiteStatus.Green),
            ["authority"] = cast.Authority.Party.Value,
            ["from"] = "2020-01-01",
        });
    }

    // All the tags of the world's series were made and delivered before it began.
    private void IssueTags()
    {
        foreach (var (series, kind) in scene.Series)
            By(cast.Programme, "/v1/tag-issues", new()
            {
                ["series"] = series,
                ["kind"] = Code<TagKind>.Name(kind),
                ["from"] = TagRoll.Number(TagRoll.Length),
                ["to"] = TagRoll.Number((scene.Rolls * TagRoll.Length) + TagRoll.Length - 1),
                ["issuedOn"] = Format(scene.Start.PlusDays(-30)),
            });
    }

    private void GiveTags(TagBox box, TagOrder order)
    {
        var request = By(box.Agency, "/v1/tag-requests", new()
        {
            ["series"] = box.Series, ["kind"] = Code<TagKind>.Name(TagKind.Mine), ["siteId"] = box.Site.Value,
            ["count"] = order.Count,
        }, about: order.From);
        By(cast.Programme, "/v1/tag-request-reviews", new()
        {
            ["series"] = box.Series, ["requestId"] = request, ["verdict"] = Code<Verdict>.Name(Verdict.Approved),
            ["allowance"] = order.Count, ["reviewedOn"] = Format(order.Day),
        });
        By(cast.Programme, "/v1/tag-assignments", new()
        {
            ["series"] = box.Series, ["kind"] = Code<TagKind>.Name(TagKind.Mine), ["requestId"] = request,
            ["from"] = order.From, ["to"] = order.To, ["assignedOn"] = Format(order.Day),
        });
    }

    private static PartyRole RoleOf(string role) => role switch
    {
        "miner" => PartyRole.Cooperative,
        "trader" => PartyRole.Trader,
        "exporter" => PartyRole.Exporter,
        "smelter" => PartyRole.Smelter,
        "laboratory" => PartyRole.Laboratory,
        "programme" => PartyRole.Programme,
        _ => PartyRole.Government,
    };

    // The id comes from what is said, so that saying it again is a retry.
    private string By(PartyId party, string path, JsonObject command, string about = "")
    {
        var id = Uuid5.Create(Namespace, Encoding.UTF8.GetBytes($"{party} {path} {about} {command.ToJsonString()}")).ToString();
        command["id"] = id;
        _entered.Add(new(path, party, Encoding.UTF8.GetBytes(command.ToJsonString())));
        return id;
    }

    private static string Format(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
