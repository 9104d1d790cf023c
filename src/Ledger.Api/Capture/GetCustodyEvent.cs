using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;

namespace Ledger.Api.Capture;

/// <summary>GET /v1/custody-events/{id}: whether it arrived, and what it became.</summary>
internal static class GetCustodyEvent
{
    public static async Task Handle(HttpContext context, Guid id, CustodyRecords records)
    {
        var caller = context.Caller();
        var record = await records.FindAsync(new CustodyEventId(id), context.RequestAborted);
        if (record is null || !MayRead(caller, record))
        {
            await Outcomes.RefuseAsync(context, new(Problem.NotFound, "Your organisation has recorded no custody event with this id."));
            return;
        }

        await Outcomes.OkAsync(context, CustodyEventAnswer.Of(record), ApiJson.Default.CustodyEventAnswer);
    }

    private static bool MayRead(Caller caller, CustodyRecord record) =>
        record.Organisation == caller.Organisation || Rights.Allows(caller.Roles, Operation.ReadAnyCustodyEvent);
}

/// <summary>What a custody event became.</summary>
/// <param name="RecordedAt">RFC 3339 in UTC.</param>
/// <param name="Sequence">The highest of its events.</param>
internal sealed record CustodyEventAnswer(
    string Id, string RecordedBy, DateTimeOffset RecordedAt, long Sequence, IReadOnlyList<EventReceipt> Events)
{
    public static CustodyEventAnswer Of(CustodyRecord record) => new(
        record.Id.ToString(), record.Organisation.Value, record.RecordedAt.ToDateTimeOffset(), record.Events[^1].Sequence,
        [.. record.Events.Select(e => new EventReceipt(
            e.Sequence, e.Stream.Value, e.Version, Convert.ToHexStringLower(e.LeafHash)))]);
}
