using System.Text;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.EventStore.Reading;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Sealed;

/// <summary>
/// DELETE /v1/custody-events/{id}/sealed/{kind}?reason=: body and salt are gone; the leaf that commits to them stays, and so does every
/// proof. First it is recorded, then it is done: a request that broke off between the two is sent again.
/// </summary>
internal sealed class DeleteSealedPart(CustodyRecords records, IEventStore store, SealedEraser eraser)
{
    private const int MostAttempts = 20;
    private static readonly int Kinds = Code<SealedKind>.All.Count;

    public static async Task Handle(HttpContext context, Guid id, string kind, DeleteSealedPart erasing)
    {
        if (Code<ErasureReason>.Find(context.Request.Query["reason"].ToString()) is not { } reason)
            throw new RefusedException(new(Problem.FieldErrors, Errors:
                [new("reason", $"must be one of {string.Join(", ", Code<ErasureReason>.All)}")]));
        var target = new CustodyEventId(id);
        if (Code<SealedKind>.Find(kind) is not { } known || !await erasing.WasSealedAsync(target, kind, context.RequestAborted))
            throw new RefusedException(new(
                Problem.NotFound, "Nothing of this kind was sealed with a custody event or command of this id."));
        // Begun, it is finished: who asked may be gone.
        await erasing.RecordAsync(new(target, known, reason), context.Caller().Organisation);
        await erasing.EraseAsync(target, kind);
        Outcomes.NoContent(context);
    }

    private async Task<bool> WasSealedAsync(CustodyEventId target, string kind, CancellationToken cancellation)
    {
        if (await records.FindAsync(target, cancellation) is not { } record) return false;
        var first = (await store.ReadAsync(record.Events[0].Sequence - 1, 1, cancellation))[0];
        return Leaf.Parse(first.Bytes).ReadHeaders().Sealed?.ContainsKey(kind) == true;
    }

    private async Task RecordAsync(SealedPartErased erased, PartyId by)
    {
        var stream = StreamName.Erasure(erased.Target);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var before = await store.ReadStreamAsync(stream, 0, Kinds, CancellationToken.None);
            if (before.Any(stored => ErasedBy(stored).Kind == erased.Kind)) return;
            var id = Uuid5.Create(erased.Target.Value, Encoding.UTF8.GetBytes($"erased:{Code<SealedKind>.Name(erased.Kind)}"));
            var leaf = LeafPrefix.Create(
                EventTypes.Serialize(erased),
                JsonSerializer.SerializeToUtf8Bytes(new EventHeaders { RecordedBy = by }, LedgerJson.Default.EventHeaders), id);
            var result = await store.AppendAsync(
                new([new AppendUnit(null, [new(id, stream, EventTypes.NameOf(erased), leaf)], [])], [new(stream, before.Count)]),
                CancellationToken.None);
            if (result.Status == AppendStatus.Created) return;
            if (result.Status != AppendStatus.StaleVersion)
                throw new RefusedException(new(
                    result.Status == AppendStatus.Overloaded ? Problem.Overloaded : Problem.UnknownOutcome, "Nothing was erased yet."));
        }

        throw new RefusedException(new(Problem.Overloaded, "Too many others erase parts of the same at this moment."));
    }

    private Task EraseAsync(CustodyEventId target, string kind) =>
        eraser.EraseAsync(target.LedgerEventId(0), kind, CancellationToken.None);

    private static SealedPartErased ErasedBy(StoredEvent stored) =>
        (SealedPartErased)Leaf.Parse(stored.Bytes).ReadEvent();
}
