using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/tags/{series}/{kind}/{number} and the provenance of the lot that wears it.</summary>
internal sealed class TagEndpoints(
    SubjectLoader loader, LotEndpoints lots, FindingSight findings, SubjectSight subjects, Veils veils, LedgerOptions options)
{
    private const string NoTag = "No tag with this series, kind and number that your organisation may see.";

    public static Task Get(HttpContext context, string series, string kind, string number, TagEndpoints tags) =>
        tags.GetAsync(context, series, kind, number);

    public static Task GetProvenance(HttpContext context, string series, string kind, string number, TagEndpoints tags) =>
        tags.GetProvenanceAsync(context, series, kind, number);

    private async Task GetAsync(HttpContext context, string series, string kind, string number)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var (facts, veil) = await VisibleAsync(context, series, kind, number, horizon);
        if (TagView.Of(facts) is not { } view) throw new RefusedException(new(Problem.NotFound, NoTag));
        var about = await findings.AboutAsync(context, StreamName.Tag(view.Tag), horizon);
        await veils.AnswerAsync(context, view with { Findings = veil is null ? about : veil.Over(about) }, json => json.TagView, veil);
    }

    /// <summary>A tag that was on several lots has no one provenance: which lot is meant must be said.</summary>
    private async Task GetProvenanceAsync(HttpContext context, string series, string kind, string number)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var (facts, veil) = await VisibleAsync(context, series, kind, number, horizon);
        var caller = context.Caller();
        List<LotFacts> worn = [.. facts.Attachments.Select(each => each.Lot).Distinct().Select(lot => facts.Lots[lot])];
        var own = worn.FindAll(lot => Sight.MaySee(caller, lot, subjects.Today));
        if (own.Count == 0) throw new RefusedException(new(Problem.NotFound, "The tag is on no lot that is recorded by its id."));
        if (worn.Count > 1)
        {
            var names = own.Select(lot => veil?.Name(lot.Lot) ?? lot.Lot.Value);
            throw new RefusedException(new(Problem.SeveralLots, $"Ask for one of these lots by its id: {string.Join(", ", names)}."));
        }

        await lots.AnswerProvenanceAsync(context, worn[0].Lot, horizon);
    }

    /// <summary>The tag at that moment, and the veil over it. Whether and whom the caller may see is judged by what is known now.</summary>
    private async Task<(TagFacts Facts, Veil? Veil)> VisibleAsync(
        HttpContext context, string series, string kind, string number, Horizon horizon)
    {
        var tag = Answers.Tag(series, kind, number);
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var now = (await loader.TagsAsync([tag], withLots: true, Horizon.Now, cancellation))[tag];
        var facts = horizon.IsPast ? (await loader.TagsAsync([tag], withLots: true, horizon, cancellation))[tag] : now;
        if (facts.Facts.Count == 0 || !Sight.MaySee(caller, now, subjects.Today)) throw new RefusedException(new(Problem.NotFound, NoTag));
        return (facts, veils.Over(caller, [.. now.Lots.Values]));
    }
}
