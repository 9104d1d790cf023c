using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/movements/{id} and /v1/sales/{id}, each with knownAt and happenedBy, for those who had a part in it.</summary>
internal sealed class TransferEndpoints(SubjectLoader loader, FindingSight findings, Veils veils, LedgerOptions options)
{
    public static Task GetMovement(HttpContext context, string id, TransferEndpoints endpoints) => endpoints.GetMovementAsync(context, id);

    public static Task GetSale(HttpContext context, string id, TransferEndpoints endpoints) => endpoints.GetSaleAsync(context, id);

    private async Task GetMovementAsync(HttpContext context, string id)
    {
        var movement = veils.Resolve<MovementId>(context.Caller(), id, "movementId");
        var (subject, horizon) = (StreamName.Movement(movement), Moment.Of(context, options.TimeZone));
        var (facts, veil) = await VisibleAsync(context, subject, horizon);
        if (!Veils.MayAsk(veil, id, movement)) throw NotThere;
        var view = MovementView.Of(movement, facts) ?? throw NotThere;
        view = view.Comparing(facts, await loader.SettingsAsync(horizon, context.RequestAborted));
        var about = await findings.AboutAsync(context, subject, horizon);
        await veils.AnswerAsync(context, view with { Findings = veil is null ? about : veil.Over(about) }, json => json.MovementView, veil);
    }

    private async Task GetSaleAsync(HttpContext context, string id)
    {
        var sale = veils.Resolve<SaleId>(context.Caller(), id, "saleId");
        var (subject, horizon) = (StreamName.Sale(sale), Moment.Of(context, options.TimeZone));
        var (facts, veil) = await VisibleAsync(context, subject, horizon);
        if (!Veils.MayAsk(veil, id, sale)) throw NotThere;
        var view = SaleView.Of(sale, facts) ?? throw NotThere;
        view = view.Comparing(facts, await loader.SettingsAsync(horizon, context.RequestAborted));
        var about = await findings.AboutAsync(context, subject, horizon);
        await veils.AnswerAsync(context, view with { Findings = veil is null ? about : veil.Over(about) }, json => json.SaleView, veil);
    }

    /// <summary>The transfer at that moment, and the veil over it: as the caller may see it by what is known now.</summary>
    /// <exception cref="RefusedException">Not for this caller, which looks like not there.</exception>
    private async Task<(TransferFacts Facts, Veil? Veil)> VisibleAsync(HttpContext context, StreamName subject, Horizon horizon)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var now = (await loader.TransfersAsync([subject.Value], withLots: true, Horizon.Now, cancellation))[subject.Value];
        if (!Sight.MaySee(caller, now)) throw NotThere;
        var facts = horizon.IsPast
            ? (await loader.TransfersAsync([subject.Value], withLots: true, horizon, cancellation))[subject.Value] : now;
        return (facts, veils.Over(caller, now.Facts));
    }

    private static RefusedException NotThere => new(new(Problem.NotFound, "Nothing with this id that your organisation may see."));
}
