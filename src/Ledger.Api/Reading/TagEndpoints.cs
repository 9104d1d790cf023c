using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Projections.Hosting;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>GET /v1/tags/{series}/{kind}/{number} and the provenance of the lot that wears it.</summary>
internal sealed class TagEndpoints(
    SubjectLoader loader, LotEndpoints lots, FindingSight findings, Progress progress, LedgerOptions options)
{
    private const string NoTag = "No tag with this series, kind and number that your organisation may see.";

    public static Task Get(HttpContext context, string series, string kind, string number, TagEndpoints tags) =>
        tags.GetAsync(context, series, kind, number);

    public static Task GetProvenance(HttpContext context, string series, string kind, string number, TagEndpoints tags) =>
        tags.GetProvenanceAsync(context, series, kind, number);

    private async Task GetAsync(HttpContext context, string series, string kind, string number)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var view = TagView.Of(await VisibleAsync(context, series, kind, number, horizon));
        if (view is null) throw new RefusedException(new(Problem.NotFound, NoTag));
        view = view with
        {
            Findings = await findings.AboutAsync(context.Caller(), StreamName.Tag(view.Tag), horizon, context.RequestAborted),
        };
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.TagView), await progress.ViewsAsync(context.RequestAborted));
    }

    /// <summary>A tag that was on several lots has no one provenance: which lot is meant must be said.</summary>
    private async Task GetProvenanceAsync(HttpContext context, string series, string kind, string number)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        var worn = (await VisibleAsync(context, series, kind, number, horizon)).Attachments.Select(each => each.Lot).Distinct().ToList();
        if (worn.Count == 0) throw new RefusedException(new(Problem.NotFound, "The tag is on no lot that is recorded by its id."));
        if (worn.Count > 1)
            throw new RefusedException(new(Problem.SeveralLots, $"Ask for one of these lots by its id: {string.Join(", ", worn)}."));
        await lots.AnswerProvenanceAsync(context, worn[0], horizon);
    }

    private async Task<TagFacts> VisibleAsync(HttpContext context, string series, string kind, string number, Horizon horizon)
    {
        if (Code<TagKind>.Find(kind) is not { } known || TagId.TryCreate(series, known, number) is not { } tag)
            throw new RefusedException(new(Problem.FieldErrors, Errors:
                [new("tag", $"must be series/kind/number; kind one of {string.Join(", ", Code<TagKind>.All)}")]));
        var facts = (await loader.TagsAsync([tag], withLots: true, horizon, context.RequestAborted))[tag];
        return facts.Facts.Count > 0 && Sight.MaySee(context.Caller(), facts) ? facts
            : throw new RefusedException(new(Problem.NotFound, NoTag));
    }
}
