using System.Globalization;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.Projections.Hosting;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>
/// GET /v1/sites/{id}/balance, as JSON or as a sheet: tagged mineral that was bagged at a site, left it and lies there, month by month,
/// beside what was to be expected. For the programme and auditors: bags of several holders lie at a site.
/// </summary>
internal sealed class SiteBalanceEndpoints(SiteAccounts accounts, Progress progress)
{
    private const string Columns = SiteAccounts.Columns
        + ",lost_protracted_sigma,lost_abrupt_sigma,cumulative_sigma,opening_bags,bagged_bags,taken_bags,gone_bags,closing_bags,told_on,"
        + "miners,baseline_kg,capacity_kg,peers_kg,usual_kg,usual_sigma_kg,usual_z,usual_page_sigma,beyond";

    public static Task Get(HttpContext context, string id, SiteBalanceEndpoints balance) => balance.GetAsync(context, id);

    public static Task GetSheet(HttpContext context, string id, SiteBalanceEndpoints balance) => balance.SheetAsync(context, id);

    private async Task GetAsync(HttpContext context, string id) =>
        await BalanceAnswers.JsonAsync(context, await ViewAsync(context, id), ViewJson.Plain.SiteBalanceView, progress);

    private async Task SheetAsync(HttpContext context, string id)
    {
        var view = await ViewAsync(context, id);
        await BalanceAnswers.SheetAsync(context, $"balance-{view.SiteId}-{view.Year}", Columns, view.Months.Select(Row), progress);
    }

    // Of a site that no register knows there may be bags too.
    private async Task<SiteBalanceView> ViewAsync(HttpContext context, string id)
    {
        var site = SiteId.TryParse(id) ?? throw new RefusedException(new(Problem.NotFound, "This is no id of a site."));
        var year = await accounts.ReadAsync(context, [site]);
        return SiteBalanceView.Of(site, year.Year, year.Until, year.Stock, year.Expected, year.Settings);
    }

    private static string Row(SiteBalanceMonth month)
    {
        var told = month.Expected;
        return SiteAccounts.Row(month) + string.Create(
            CultureInfo.InvariantCulture,
            $",{month.Lost[0]},{month.Lost[1]},{month.Cumulative},{month.OpeningBags},{month.BaggedBags},{month.TakenBags}"
            + $",{month.GoneBags},{month.ClosingBags},{told?.ToldOn:uuuu-MM-dd},{told?.Miners},{told?.BaselineKg?.Kg}"
            + $",{told?.CapacityKg?.Kg},{told?.PeersKg},{told?.UsualKg},{told?.UsualSigmaKg},{told?.Z},{told?.Page}"
            + $",{string.Join(' ', told?.Beyond ?? [])}");
    }
}
