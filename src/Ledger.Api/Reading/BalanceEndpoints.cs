using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Facts;
using Ledger.Projections.Hosting;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/parties/{id}/balance, as JSON or as a sheet: what a holder's runs gained or lost, month by month.</summary>
internal sealed class BalanceEndpoints(HolderBalanceLoader balances, SubjectLoader subjects, EvaluationState state, Progress progress)
{
    private const int FirstYear = 2000;
    private const int LastYear = 2999;

    private const string Columns =
        "mineral,matter,month,runs,input_kg,output_kg,gain_kg,counted_kg,sigma_kg,residual_sigma,gained_protracted_sigma,"
        + "gained_abrupt_sigma,lost_protracted_sigma,lost_abrupt_sigma,cumulative_sigma";

    public static Task Get(HttpContext context, string id, BalanceEndpoints balance) => balance.GetAsync(context, id);

    public static Task GetSheet(HttpContext context, string id, BalanceEndpoints balance) => balance.GetSheetAsync(context, id);

    private async Task GetAsync(HttpContext context, string id)
    {
        var view = await ViewAsync(context, id);
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.BalanceView),
            await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task GetSheetAsync(HttpContext context, string id)
    {
        var view = await ViewAsync(context, id);
        await Outcomes.SheetAsync(
            context, $"balance-{view.PartyId}-{view.Year}.csv", Encoding.UTF8.GetBytes(Sheet(view)),
            await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task<BalanceView> ViewAsync(HttpContext context, string id)
    {
        var (party, cancellation) = (OwnParty.Of(context, id, "balance"), context.RequestAborted);
        var until = await state.LastClosedDayAsync(long.MaxValue, cancellation);
        var year = (int)Paging.Number(context, "year", Math.Clamp(until.Year, FirstYear, LastYear), LastYear, FirstYear);
        var facts = await balances.LoadAsync(HolderBalanceFacts.SubjectOf(party, year), Horizon.Now, cancellation);
        return BalanceView.Of(facts, await subjects.SettingsAsync(Horizon.Now, cancellation), until);
    }

    // Numbers and codes only: nothing in it needs a quote, and no spreadsheet takes any of it for a formula.
    private static string Sheet(BalanceView view) => string.Join("\r\n", view.Months.Select(month => string.Create(
        CultureInfo.InvariantCulture,
        $"{Code<Mineral>.Name(month.Mineral)},{month.Matter},{month.From:uuuu-MM},{month.RunCount},{month.InputKg},{month.OutputKg}"
        + $",{month.GainKg},{month.CountedKg},{month.SigmaKg},{month.Residual},{month.Gained[0]},{month.Gained[1]},{month.Lost[0]}"
        + $",{month.Lost[1]},{month.Cumulative}")).Prepend(Columns)) + "\r\n";
}
