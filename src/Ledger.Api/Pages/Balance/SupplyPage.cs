using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Pages.Balance;

/// <summary>A holder with all who supplied it, as GET /v1/parties/{id}/supply answers.</summary>
/// <param name="Mineral">Null for all together.</param>
/// <param name="Lots">That left it.</param>
public sealed record SupplyAnswer(string PartyId, LocalDate From, LocalDate To, string? Mineral, int Lots, LotBalanceAnswer Balance)
{
    public string PartyPath => "/parties/" + Uri.EscapeDataString(PartyId);

    /// <summary>The same of another month; of this one where it is 0.</summary>
    public string Month(int after) => Address.With(
        PartyPath + "/supply", new("month", YearMonthPattern.Iso.Format(From.ToYearMonth().PlusMonths(after))), new("mineral", Mineral));
}

/// <summary>GET /parties/{id}/supply: where the mass comes from that left a party in a month, through every hand above it.</summary>
internal static class SupplyPage
{
    public static async Task ShowAsync(Visit visit)
    {
        var supply = await visit.AskAsync(AddressOf(visit, "supply"), PageJson.Default.SupplyAnswer);
        await visit.ShowAsync<SupplyPageView, SupplyAnswer>(visit.Language.With("supply.title", supply.PartyId), supply);
    }

    public static Task DownloadAsync(Visit visit) => visit.ForwardAsync(AddressOf(visit, "supply.csv"));

    private static string AddressOf(Visit visit, string what) => Address.With(
        $"/v1/parties/{Uri.EscapeDataString(visit.Route("id"))}/{what}", new("month", visit.Query("month")),
        new("mineral", visit.Query("mineral")));
}
