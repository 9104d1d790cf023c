using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.CustodyEvents;
using Ledger.EventStore;

namespace Ledger.Api.Capture;

/// <summary>Prefer: handling=strict. All items in one commit, or none, with every reason.</summary>
internal static class StrictRequest
{
    public static async Task HandleAsync(HttpContext context, Intake intake, Limits limits, IReadOnlyList<PostedItem> items)
    {
        if (items.Count > limits.StrictItems) throw TooMany($"At most {limits.StrictItems} custody events in a strict request.");
        var captured = new List<CapturedItem>(items.Count);
        var ids = new HashSet<Guid>();
        foreach (var item in items) captured.Add(RefuseRepeated(Read(intake, item, context.Caller()), ids));
        if (captured.Sum(item => item.EventCount) > AppendRequest.MaxEvents)
            throw TooMany($"At most {AppendRequest.MaxEvents} ledger events in a strict request.");

        List<ItemResult> refused = [.. captured.Zip(items).Where(pair => pair.First.Refusal is not null)
            .Select(pair => Place(ItemResult.Of(pair.First.Id, pair.First.Refusal!), pair.Second))];
        if (refused.Count > 0 || captured.Count == 0)
        {
            await Outcomes.RefuseAsync(context, new(Problem.StrictRefused), results: refused);
            return;
        }

        var (refusal, results) = await intake.AppendAllAsync(captured);
        if (refusal is not null) await Outcomes.RefuseAsync(context, refusal);
        else await Outcomes.OkAsync(context, [.. results.Zip(items, Place)], ApiJson.Default.IReadOnlyListItemResult);
    }

    private static CapturedItem Read(Intake intake, PostedItem item, Caller caller) => item.IsTooLong
        ? CapturedItem.Refused(null, new(Problem.TooLarge, "The line is too long.")) : intake.Read(item.Bytes.Span, caller);

    private static CapturedItem RefuseRepeated(CapturedItem item, HashSet<Guid> ids) =>
        item.Units.All(unit => ids.Add(unit.Custody!.Id.Value)) ? item : CapturedItem.Refused(item.Id, new(
            Problem.FieldErrors, Errors: [new FieldError("id", "stands twice in this request")]));

    private static ItemResult Place(ItemResult result, PostedItem posted) => result with { Line = posted.Line, Index = posted.Index };

    private static RefusedException TooMany(FormattableString text) =>
        new(new(Problem.TooLarge, FormattableString.Invariant(text)));
}
