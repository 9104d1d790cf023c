using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;

namespace Ledger.Api.Sealed;

/// <summary>GET /v1/custody-events/{id}/sealed/{kind}: what was sealed, for who recorded it, programme and auditors.</summary>
internal static class GetSealedPart
{
    public static async Task Handle(HttpContext context, Guid id, string kind, CustodyRecords records, SealedReader reader)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var record = Answers.HasNul(kind) ? null : await records.FindAsync(new(id), cancellation);
        var isFor = record is not null
            && (record.Organisation == caller.Organisation || Rights.Allows(caller.Roles, Operation.ReadAnySealedPart));
        var part = isFor ? await reader.FindAsync(new CustodyEventId(id).LedgerEventId(0), kind, cancellation) : null;
        if (part is null)
            throw new RefusedException(new(Problem.NotFound, "No sealed part of this event that your organisation may open."));
        context.Response.Headers["Ledger-Salt"] = Convert.ToBase64String(part.Salt); // with it the reader checks the commitment
        await Answers.JsonAsync(context, part.Body, record!.Events[^1].Sequence);
    }
}
