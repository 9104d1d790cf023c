using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Projections.Queries;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Capture;

/// <summary>GET /v1/custody-events/{id}: whether it arrived, and what it became.</summary>
internal static class GetCustodyEvent
{
    public static async Task Handle(HttpContext context, Guid id, CustodyRecords records, RecordLists lists)
    {
        var caller = context.Caller();
        var record = await records.FindAsync(new CustodyEventId(id), context.RequestAborted);
        if (record is null || !MayRead(caller, record))
        {
            await Outcomes.RefuseAsync(context, new(Problem.NotFound, "Your organisation has recorded no custody event with this id."));
            return;
        }

        var answer = CustodyEventAnswer.Of(record, await lists.CorrectionsOfAsync(id, record.Organisation.Value, context.RequestAborted));
        await Outcomes.OkAsync(context, answer, ApiJson.Default.CustodyEventAnswer);
    }

    private static bool MayRead(Caller caller, CustodyRecord record) =>
        record.Organisation == caller.Organisation || Rights.Allows(caller.Roles, Operation.ReadAnyCustodyEvent);
}

/// <summary>What a custody event became.</summary>
/// <param name="Type">Of the custody event.</param>
/// <param name="RecordedAt">RFC 3339 in UTC.</param>
/// <param name="Sequence">The highest of its events.</param>
/// <param name="CorrectedBy">Custody events of its recorder or the programme that correct it, oldest first.</param>
/// <param name="Headers">What every event of it says of the record: as the first leaf has it.</param>
internal sealed record CustodyEventAnswer(
    string Id, string? Type, string RecordedBy, DateTimeOffset RecordedAt, long Sequence, IReadOnlyList<Guid> CorrectedBy,
    JsonElement Headers, IReadOnlyList<RecordedEvent> Events)
{
    public static CustodyEventAnswer Of(CustodyRecord record, IReadOnlyList<Guid> correctedBy)
    {
        var first = Leaf.Parse(record.Events[0].Bytes);
        return new(
            record.Id.ToString(), first.ReadHeaders().CustodyType, record.Organisation.Value,
            record.RecordedAt.ToDateTimeOffset(), record.Events[^1].Sequence, correctedBy,
            JsonElement.Parse(first.Headers.Span), [.. record.Events.Select(RecordedEvent.Of)]);
    }
}

/// <summary>One ledger event of a custody event: where it stands, the hash that proves it, and what it says.</summary>
/// <param name="LeafHash">64 lowercase hexadecimal digits (RFC 6962).</param>
/// <param name="Proof">Where its proof is, within a second and for good.</param>
/// <param name="Data">The ledger event's own members, as the leaf has them; what is sealed stands in none.</param>
internal sealed record RecordedEvent(
    long Sequence, string Stream, int Version, string LeafHash, string Proof, string Type, JsonElement Data)
{
    public static RecordedEvent Of(CustodyLedgerReceipt told)
    {
        var receipt = new EventReceipt(told.Sequence, told.Stream.Value, told.Version, Convert.ToHexStringLower(told.LeafHash));
        using var leaf = JsonDocument.Parse(told.Bytes);
        return new(
            receipt.Sequence, told.Stream.Value, receipt.Version, receipt.LeafHash, receipt.Proof, told.Type,
            leaf.RootElement.GetProperty("data").Clone());
    }
}
