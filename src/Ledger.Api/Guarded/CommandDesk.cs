using System.Text;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Capture;
using Ledger.Api.Http;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.EventStore.Reading;
using Ledger.Transparency.Canonical;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Guarded;

/// <summary>
/// Takes commands to guarded aggregates: load, fold, decide, append at the version read. Whoever comes second decides again on
/// what the first one made of it, unless <c>If-Match</c> said that it must be as it was read. A retry is answered as the first time.
/// </summary>
internal sealed class CommandDesk(
    GuardedStreams streams, IEventStore store, CustodyRecords records, ContentMac mac, LedgerOptions options)
{
    private const int MostAttempts = 50;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public async Task HandleAsync<TCommand, TState>(HttpContext context, CommandKind<TCommand, TState> kind)
    {
        var caller = context.Caller();
        var (command, contentMac) = await Bodies.WholeAsync(
            Bodies.Reader(context), _ => kind.MostBytes(options.Limits), body => Read(body, kind, caller.Organisation),
            context.RequestAborted);
        if (kind.ActsFor is { } actsFor && !Rights.AllowsActingFor(caller, actsFor(command)))
            throw new RefusedException(new(Problem.NotActing, $"It is for {actsFor(command)}; you act for {caller.Organisation}."));

        var id = new CustodyEventId(kind.Id(command).Value);
        var key = new CustodyKey(id, caller.Organisation, contentMac);
        // Like evidence, it is not given up because the client left: the outcome would be unknown to the next.
        var result = await CarryOutAsync(kind, command, key, context.Request.Headers.IfMatch);
        var version = result.Refusal is null ? result.Events![^1].Version : 0;
        await (result.Refusal is { } refusal ? Outcomes.RefuseAsync(context, refusal, id.ToString())
            : Outcomes.WriteAsync(context, result, kind.Address(command), EntityTag.Of(version)));
    }

    private async Task<ItemResult> CarryOutAsync<TCommand, TState>(
        CommandKind<TCommand, TState> kind, TCommand command, CustodyKey key, Microsoft.Extensions.Primitives.StringValues ifMatch)
    {
        var stream = kind.Stream(command);
        var lastRead = -1;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await BeforeAsync(key) is { } before) return before; // idempotence first: a retry succeeds whatever changed since
            var (state, version) = await streams.LoadAsync(stream, kind.Aggregate, CancellationToken.None);
            if (version == lastRead) streams.Forget(stream); // stale, and yet nothing came: what is remembered does not hold
            lastRead = version;
            if (!EntityTag.IsMatch(ifMatch, version)) return Refused(key, Problem.StaleVersion, $"It is at version {version}.");
            var decision = kind.Decide(command, state);
            if (decision.Rejection is { } no) return Refused(key, Problem.Rejected(no.Code), $"{no.Detail}.");
            if (decision.Events.Count == 0) continue; // done meanwhile, by the same command

            var unit = UnitOf(key, stream, decision.Events, kind.Sealed(command));
            var appended = await store.AppendAsync(new([unit], [new(stream, version)]), CancellationToken.None);
            if (ResultOf(key, unit, appended) is { } result) return result;
        }

        return Refused(key, Problem.Overloaded, "Too many others change the same at this moment.");
    }

    /// <summary>Null where others were first and it is decided again.</summary>
    private static ItemResult? ResultOf(CustodyKey key, AppendUnit unit, AppendResult appended) => appended.Status switch
    {
        AppendStatus.Created or AppendStatus.Duplicate => new CapturedItem(key.Id.ToString(), [unit], null).ResultOf(appended.Units),
        AppendStatus.ConflictingContent => Refused(key, Problem.IdInUse, null),
        AppendStatus.Overloaded => Refused(key, Problem.Overloaded, null),
        AppendStatus.Unknown => Refused(key, Problem.UnknownOutcome, null),
        _ => null,
    };

    private async Task<ItemResult?> BeforeAsync(CustodyKey key)
    {
        if (await records.FindAsync(key.Id, CancellationToken.None) is not { } there) return null;
        if (!new CustodyKey(there.Id, there.Organisation, there.ContentMac).Repeats(key)) return Refused(key, Problem.IdInUse, null);
        return new()
        {
            Id = key.Id.ToString(), Status = ItemStatus.Duplicate, Sequence = there.Events[^1].Sequence,
            Events = [.. there.Events.Select(e => new EventReceipt(
                e.Sequence, e.Stream.Value, e.Version, Convert.ToHexStringLower(e.LeafHash)))],
        };
    }

    private static AppendUnit UnitOf(
        CustodyKey key, StreamName stream, IReadOnlyList<LedgerEvent> decided, IEnumerable<SealedPart> parts)
    {
        var (bodies, commitments) = Sealing.Of(key.Id.LedgerEventId(0), parts);
        var events = decided.Select((ledgerEvent, ordinal) =>
        {
            var headers = new EventHeaders { RecordedBy = key.Organisation, Sealed = ordinal == 0 ? commitments : null };
            var id = key.Id.LedgerEventId(ordinal);
            return new NewEvent(id, stream, EventTypes.NameOf(ledgerEvent), LeafPrefix.Create(
                EventTypes.Serialize(ledgerEvent), JsonSerializer.SerializeToUtf8Bytes(headers, LedgerJson.Default.EventHeaders), id));
        });
        return new(key, [.. events], bodies);
    }

    private (TCommand Command, byte[] Mac) Read<TCommand, TState>(
        ReadOnlyMemory<byte> body, CommandKind<TCommand, TState> kind, PartyId organisation)
    {
        byte[] canonical;
        try
        {
            canonical = CanonicalJson.Canonicalize(body.Span);
        }
        catch (CanonicalJsonException malformed)
        {
            throw new RefusedException(new(
                Problem.MalformedJson, string.Create(null, $"Byte {malformed.Offset}: {malformed.Message}")));
        }

        using var document = JsonDocument.Parse(canonical, Options);
        var errors = new List<FieldError>();
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new RefusedException(new(Problem.FieldErrors, Errors: [new("", "must be a JSON object")]));
        var command = Fields.Read(document.RootElement, errors, fields => kind.Read(fields, organisation));
        if (errors.Count > 0) throw new RefusedException(new(Problem.FieldErrors, Errors: errors));
        // The kind belongs to it: the same body is another command elsewhere.
        return (command, mac.Of([.. Encoding.ASCII.GetBytes(kind.Name), 0, .. canonical]));
    }

    private static ItemResult Refused(CustodyKey key, Problem problem, string? detail) =>
        ItemResult.Of(key.Id.ToString(), new(problem, detail));
}
