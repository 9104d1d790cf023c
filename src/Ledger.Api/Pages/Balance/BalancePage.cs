using System.Globalization;
using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Balance;

/// <summary>The months of one mineral in one matter, oldest first: what is tested together.</summary>
public sealed record MatterMonths(string Mineral, string Matter, IReadOnlyList<MonthAnswer> Months)
{
    /// <summary>As findings about it are told apart.</summary>
    public string Discriminator => $"{Mineral}/{Matter}";
}

/// <summary>The months of one mineral in stock, oldest first.</summary>
/// <param name="Shown">The one whose flow is drawn.</param>
public sealed record MineralStock(string? Mineral, IReadOnlyList<StockAnswer> Months, StockAnswer Shown)
{
    /// <param name="month">1 to 12; of a year without it, or where it is null, the last month in which anything moved.</param>
    public static MineralStock Of(string? mineral, IReadOnlyList<StockAnswer> months, int? month) => new(
        mineral, months,
        months.FirstOrDefault(each => each.From.Month == month) ?? months.LastOrDefault(each => each.Flows.Count > 0) ?? months[^1]);
}

/// <param name="Stock">By mineral.</param>
/// <param name="Findings">About this holder and year, newest first.</param>
/// <param name="Earlier">Null where the year before has no month.</param>
/// <param name="Later">Null where there is none yet.</param>
public sealed record BalanceModel(
    BalanceAnswer Balance, IReadOnlyList<MatterMonths> Matters, IReadOnlyList<MineralStock> Stock,
    IReadOnlyList<FindingAnswer> Findings, IReadOnlyList<FindingAnswer> Compared, int? Earlier, int? Later)
{
    public string PartyPath => "/parties/" + Uri.EscapeDataString(Balance.PartyId);

    public string Path => PartyPath + "/balance";

    /// <summary>The findings whose months this one is among.</summary>
    public IEnumerable<FindingAnswer> FindingsOf(MatterMonths matter, MonthAnswer month) => Findings.Where(finding =>
        finding.Content.Discriminator == matter.Discriminator && finding.Content.Statistics is { } statistics
        && statistics.From <= month.To && month.From <= statistics.To);
}

/// <summary>GET /parties/{id}/balance: what a holder's processing gained or lost, month by month, and how sure that is.</summary>
internal static class BalancePage
{
    public static async Task ShowAsync(Visit visit)
    {
        var balance = await visit.AskAsync(AddressOf(visit, "balance"), PageJson.Default.BalanceAnswer);
        var findings = await FindingsAsync(visit, FormattableString.Invariant($"holder-balance:{balance.PartyId}/{balance.Year}"), balance);
        var compared = await FindingsAsync(visit, FormattableString.Invariant($"run-months:{balance.Year}"), balance);
        var matters = balance.Months.GroupBy(month => (month.Mineral, month.Matter))
            .Select(months => new MatterMonths(months.Key.Mineral, months.Key.Matter, [.. months.OrderBy(month => month.From)]));
        int? asked = int.TryParse(visit.Query("month"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var stock = balance.Stock.GroupBy(month => month.Mineral).Select(months => MineralStock.Of(months.Key, [.. months], asked));
        var model = new BalanceModel(
            balance, [.. matters], [.. stock], findings, compared,
            balance.Months.Any(month => month.From.Year < balance.Year) ? balance.Year - 1 : null,
            balance.Year < balance.Until.Year ? balance.Year + 1 : null);
        await visit.ShowAsync<BalancePageView, BalanceModel>(visit.Language.With("balance.title", balance.PartyId), model);
    }

    private static async Task<IReadOnlyList<FindingAnswer>> FindingsAsync(Visit visit, string subject, BalanceAnswer balance) =>
        (await visit.AskAsync(Address.With(
            "/v1/findings", new("subject", subject), new("party", balance.PartyId)), PageJson.Default.FindingList)).Items;

    public static Task DownloadAsync(Visit visit) => visit.ForwardAsync(AddressOf(visit, "balance.csv"));

    public static Task DownloadStockAsync(Visit visit) => visit.ForwardAsync(AddressOf(visit, "stock.csv"));

    public static Task DownloadReconciliationAsync(Visit visit) => visit.ForwardAsync(AddressOf(visit, "reconciliation.csv"));

    private static string AddressOf(Visit visit, string what) => Address.With(
        $"/v1/parties/{Uri.EscapeDataString(visit.Route("id"))}/{what}", new KeyValuePair<string, string?>("year", visit.Query("year")));
}
