using System.Globalization;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>
/// GET /v1/lots/{id}/balance, as JSON or as a sheet, with knownAt and happenedBy: where an export lot's mass comes from, to the gram. For
/// the programme and auditors: what scales showed when others dealt with each other is theirs.
/// </summary>
internal sealed class LotBalanceEndpoints(LotBalanceReader balances, Progress progress, LedgerOptions options)
{
    internal const string Columns = "part,id,share,lots,kg,sigma_kg,beyond_kg,beyond_sigma_kg,z";

    public static Task Get(HttpContext context, string id, LotBalanceEndpoints balance) => balance.GetAsync(context, id);

    public static Task GetSheet(HttpContext context, string id, LotBalanceEndpoints balance) => balance.SheetAsync(context, id);

    private async Task GetAsync(HttpContext context, string id) =>
        await BalanceAnswers.JsonAsync(context, await ViewAsync(context, id), ViewJson.Plain.LotBalanceView, progress);

    private async Task SheetAsync(HttpContext context, string id)
    {
        var view = await ViewAsync(context, id);
        await BalanceAnswers.SheetAsync(context, $"balance-{view.LotId!.Value.Value.Replace(':', '-')}", Columns, Rows(view), progress);
    }

    private async Task<LotBalanceView> ViewAsync(HttpContext context, string id)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var lot = LotId.TryParse(id)
            ?? throw new RefusedException(new(Problem.FieldErrors, Errors: [new("lotId", $"must be {LotId.Form}")]));
        return await balances.ReadAsync(lot, horizon, context.RequestAborted)
            ?? throw new RefusedException(new(Problem.NotFound, "No lot with this id that your organisation may see."));
    }

    // Ids hold no comma and no quote, and begin with a letter or digit.
    internal static IEnumerable<string> Rows(LotBalanceView view) =>
    [
        .. view.Sites.Select(site => Row("tagged", site.SiteId.Value, null, site.Lots, site.Kg, site.SigmaKg, null)),
        .. view.TransferGains.Select(each => Row("transfer", each.Subject, null, each.Lots, each.Kg, null, each.Beyond)),
        .. view.RunGains.Select(each => Row("run", each.RunId.Value, each.Share, null, each.Kg, null, each.Beyond)),
        .. view.StockGains.Select(each => Row(
            each.Consignment is null ? "stock" : "consignment", each.Consignment?.Value ?? each.PartyId?.Value, null, each.Lots, each.Kg,
            null, each.Beyond)),
        Row("unattributed", null, null, null, view.UnattributedKg, null, null),
    ];

    private static string Row(string part, string? id, decimal? share, int? lots, Mass kg, decimal? sigma, BeyondExpected? beyond) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{part},{id},{share},{lots},{kg.Kg},{sigma},{beyond?.Kg},{beyond?.SigmaKg},{beyond?.Z}");
}
