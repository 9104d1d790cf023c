using System.Globalization;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Facts;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Api.Reading;

/// <summary>
/// GET /v1/parties/{id}/balance, as JSON or as a sheet: what a holder opened, made and gained or lost, month by month; stock.csv, all
/// that it had; and reconciliation.csv, the same for the whole year.
/// </summary>
internal sealed class BalanceEndpoints(
    HolderBalanceLoader balances, StockReader stocks, SubjectLoader subjects, EvaluationState state, Progress progress)
{
    private const string Columns =
        "mineral,matter,month,to_month,runs,opening_kg,input_kg,output_kg,closing_kg,gain_kg,counted_kg,sigma_kg,residual_sigma,"
        + "gained_protracted_sigma,gained_abrupt_sigma,lost_protracted_sigma,lost_abrupt_sigma,cumulative_sigma,unusual_loss_kg,"
        + "unusual_loss_sigma_kg,unusual_loss_protracted_sigma,unusual_loss_abrupt_sigma,unusual_loss_cumulative_sigma";

    private const string StockColumns = "mineral,month,opening_kg,in_kg,out_kg,processing_kg,difference_kg,closing_kg";

    private const string ReconciliationColumns =
        "mineral,opening_kg,receipts_kg,unrecorded_kg,sales_kg,smelted_kg,losses_kg,processing_kg,difference_kg,closing_kg,unaccounted_pct";

    public static Task Get(HttpContext context, string id, BalanceEndpoints balance) => balance.GetAsync(context, id);

    public static Task GetSheet(HttpContext context, string id, BalanceEndpoints balance) =>
        balance.SheetAsync(context, id, "balance", Columns, Rows);

    public static Task GetStockSheet(HttpContext context, string id, BalanceEndpoints balance) =>
        balance.SheetAsync(context, id, "stock", StockColumns, StockRows);

    public static Task GetReconciliationSheet(HttpContext context, string id, BalanceEndpoints balance) =>
        balance.SheetAsync(context, id, "reconciliation", ReconciliationColumns, ReconciliationRows);

    private async Task GetAsync(HttpContext context, string id) =>
        await BalanceAnswers.JsonAsync(context, await ViewAsync(context, id), ViewJson.Plain.BalanceView, progress);

    private async Task SheetAsync(
        HttpContext context, string id, string name, string columns, Func<BalanceView, IEnumerable<string>> rows)
    {
        var view = await ViewAsync(context, id);
        await BalanceAnswers.SheetAsync(context, $"{name}-{view.PartyId}-{view.Year}", columns, rows(view), progress);
    }

    private async Task<BalanceView> ViewAsync(HttpContext context, string id)
    {
        var (party, cancellation) = (OwnParty.Of(context, id, "balance"), context.RequestAborted);
        var until = await state.LastClosedDayAsync(long.MaxValue, cancellation);
        var (year, last) = BalanceYear.Of(context, until);
        var facts = await balances.LoadAsync(HolderBalanceFacts.SubjectOf(party, year), Horizon.Now, cancellation);
        var first = new YearMonth(year, 1);
        return BalanceView.Of(facts, await subjects.SettingsAsync(Horizon.Now, cancellation), until) with
        {
            Stock = StockMonth.Of(await stocks.SumsAsync(party, first, last, cancellation), first, last),
        };
    }

    private static IEnumerable<string> Rows(BalanceView view) => view.Months.Select(month => string.Create(
        CultureInfo.InvariantCulture,
        $"{Code<Mineral>.Name(month.Mineral)},{month.Matter},{month.From:uuuu-MM},{month.To:uuuu-MM},{month.RunCount},{month.OpeningKg}"
        + $",{month.InputKg},{month.OutputKg},{month.ClosingKg},{month.GainKg},{month.CountedKg},{month.SigmaKg},{month.Residual}"
        + $",{month.Gained[0]},{month.Gained[1]},{month.Lost[0]},{month.Lost[1]},{month.Cumulative}"
        + $",{month.Loss?.Kg},{month.Loss?.SigmaKg},{month.Loss?.Adding[0]},{month.Loss?.Adding[1]},{month.Loss?.Cumulative}"));

    private static IEnumerable<string> StockRows(BalanceView view) => view.Stock.Select(month => string.Create(
        CultureInfo.InvariantCulture,
        $"{NameOf(month.Mineral)},{month.From:uuuu-MM},{month.OpeningKg},{month.InKg}"
        + $",{month.OutKg},{month.ProcessingKg},{month.DifferenceKg},{month.ClosingKg}"));

    private static IEnumerable<string> ReconciliationRows(BalanceView view) => view.Reconciliation.Select(
        year => string.Create(CultureInfo.InvariantCulture,
            $"{NameOf(year.Mineral)},{year.OpeningKg},{year.ReceiptsKg},{year.UnrecordedKg},{year.SalesKg},{year.SmeltedKg},{year.LossesKg}"
            + $",{year.ProcessingKg},{year.DifferenceKg},{year.ClosingKg},{year.UnaccountedPct}"));

    private static string NameOf(Mineral? mineral) => mineral is { } known ? Code<Mineral>.Name(known) : "";
}
