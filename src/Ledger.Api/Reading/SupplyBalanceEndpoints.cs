using Ledger.Api.Http;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Reading;

/// <summary>
/// GET /v1/parties/{id}/supply, as JSON or as a sheet: a holder with all who supplied it, as one. For the programme and auditors, as a
/// lot's balance is, and for the same reason.
/// </summary>
internal sealed class SupplyBalanceEndpoints(LotBalanceReader balances, EvaluationState state, Progress progress)
{
    public static Task Get(HttpContext context, string id, SupplyBalanceEndpoints balance) => balance.GetAsync(context, id);

    public static Task GetSheet(HttpContext context, string id, SupplyBalanceEndpoints balance) => balance.SheetAsync(context, id);

    private async Task GetAsync(HttpContext context, string id) =>
        await BalanceAnswers.JsonAsync(context, await ViewAsync(context, id), ViewJson.Plain.SupplyBalanceView, progress);

    private async Task SheetAsync(HttpContext context, string id)
    {
        var view = await ViewAsync(context, id);
        var mineral = view.Mineral is { } one ? $"-{Code<Mineral>.Name(one)}" : "";
        await BalanceAnswers.SheetAsync(
            context, $"supply-{view.PartyId}-{YearMonthPattern.Iso.Format(view.From.ToYearMonth())}{mineral}", LotBalanceEndpoints.Columns,
            LotBalanceEndpoints.Rows(view.Balance), progress);
    }

    private async Task<SupplyBalanceView> ViewAsync(HttpContext context, string id)
    {
        var party = OwnParty.Of(context, id, "balance");
        Mineral? mineral = Answers.Text(context, "mineral") is { Length: > 0 } named
            ? Code<Mineral>.Find(named) ?? throw Wrong("mineral", $"must be one of {string.Join(", ", Code<Mineral>.All)}") : null;
        return await balances.ReadAsync(party, await MonthAsync(context), mineral, context.RequestAborted);
    }

    // By default that of the last closed day.
    private async Task<YearMonth> MonthAsync(HttpContext context)
    {
        if (Answers.Text(context, "month") is { Length: > 0 } asked)
            return YearMonthPattern.Iso.Parse(asked) is { Success: true, Value: { Year: > 0 } month } ? month
                : throw Wrong("month", "must be a year and a month, such as 2026-05");
        return (await state.LastClosedDayAsync(long.MaxValue, context.RequestAborted)).ToYearMonth();
    }

    private static RefusedException Wrong(string field, string message) => new(new(Problem.FieldErrors, Errors: [new(field, message)]));
}
