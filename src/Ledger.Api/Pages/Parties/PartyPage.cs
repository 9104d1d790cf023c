using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Pages.Parties;

/// <summary>What a party holds by mineral, as GET /v1/parties/{id}/holdings answers.</summary>
public sealed record HoldingsAnswer(string PartyId, IReadOnlyList<HoldingAnswer> Holdings);

/// <summary>Lots of one mineral.</summary>
/// <param name="UnweighedCount">Those of which nobody stated a mass.</param>
public sealed record HoldingAnswer(string? Mineral, int LotCount, decimal RemainingKg, int UnweighedCount);

/// <summary>A party of the register, as GET /v1/parties/{id} answers.</summary>
public sealed record PartyAnswer(string PartyId, string Country, IReadOnlyList<string> Roles);

/// <summary>What a party is called, as GET /v1/parties/{id}/details answers.</summary>
public sealed record PartyDetailsAnswer(string? Name);

/// <summary>A page of parties, as GET /v1/parties answers.</summary>
public sealed record PartyList(IReadOnlyList<PartyLineAnswer> Items, string? Next);

/// <summary>A party in the list.</summary>
public sealed record PartyLineAnswer(string PartyId, string? Country, IReadOnlyList<string> Roles, MembershipAnswer? Membership);

/// <summary>How it stands with the programme.</summary>
public sealed record MembershipAnswer(string State);

/// <param name="Register">Null where the register does not know it.</param>
/// <param name="Details">Null where there are none.</param>
public sealed record PartyModel(
    HoldingsAnswer Holdings, PartyAnswer? Register, PartyDetailsAnswer? Details, LotList Lots, string? Next)
{
    public string Path => "/parties/" + Uri.EscapeDataString(Holdings.PartyId);
}

/// <param name="Filters">As asked for: role, country, membership, sort.</param>
public sealed record PartiesModel(PartyList List, IReadOnlyDictionary<string, string?> Filters, string? Next);

/// <summary>GET /parties/{id}: what a party holds. GET /parties: whose pages there are, for who may read them all.</summary>
internal static class PartyPage
{
    private static readonly string[] Filters = ["role", "country", "membership", "sort"];

    public static async Task ShowAsync(Visit visit)
    {
        var address = "/v1/parties/" + Uri.EscapeDataString(visit.Route("id"));
        var holdings = await visit.AskAsync(address + "/holdings", PageJson.Default.HoldingsAnswer);
        var lots = await visit.AskPageAsync("/v1/lots", [new("custodian", holdings.PartyId)], PageJson.Default.LotList, limit: 20);
        var model = new PartyModel(
            holdings, await visit.AskIfThereAsync(address, PageJson.Default.PartyAnswer),
            await visit.AskIfThereAsync(address + "/details", PageJson.Default.PartyDetailsAnswer), lots, visit.NextOf(lots.Next));
        await visit.ShowAsync<PartyPageView, PartyModel>(visit.Language.With("party.title", holdings.PartyId), model);
    }

    public static async Task ListAsync(Visit visit)
    {
        var filters = visit.Queries(Filters);
        var list = await visit.AskPageAsync("/v1/parties", filters, PageJson.Default.PartyList);
        await visit.ShowAsync<PartiesView, PartiesModel>(visit.Language["parties"], new(list, filters, visit.NextOf(list.Next)));
    }
}
