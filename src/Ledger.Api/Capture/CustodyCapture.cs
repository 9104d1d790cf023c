using System.Runtime.InteropServices;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.CustodyEvents;
using Ledger.EventStore;
using Ledger.Transparency.Canonical;

namespace Ledger.Api.Capture;

/// <summary>From posted bytes to units to append: strict JSON, every field error, rights. Reads nothing but the item itself.</summary>
internal sealed class CustodyCapture(ContentMac mac)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public CapturedItem Read(ReadOnlySpan<byte> posted, Caller caller)
    {
        byte[] canonical;
        try
        {
            canonical = CanonicalJson.Canonicalize(posted);
        }
        catch (CanonicalJsonException malformed)
        {
            return CapturedItem.Refused(null, new(
                Problem.MalformedJson, string.Create(null, $"Byte {malformed.Offset}: {malformed.Message}")));
        }

        // The canonical form is the same document: what is read is exactly what the keyed hash covers.
        using var document = JsonDocument.Parse(canonical, Options);
        var (custodyEvent, errors) = CustodyEventReader.Read(document.RootElement, caller.Organisation);
        if (custodyEvent is null) return CapturedItem.Refused(IdOf(document.RootElement), new(Problem.FieldErrors, Errors: errors));

        var replacement = (custodyEvent as ICarriesReplacement)?.Replacement;
        var refusal = RefusalOf(caller, custodyEvent) ?? (replacement is null ? null : RefusalOf(caller, replacement));
        var id = custodyEvent.Envelope.Id.ToString();
        if (refusal is not null) return CapturedItem.Refused(id, refusal);

        var byProgramme = Rights.CorrectsForOthers(caller.Roles);
        var unit = CapturedUnit.Of(WithHolder(caller, custodyEvent), byProgramme, mac.Of(canonical));
        return new(
            id,
            replacement is null ? [unit]
                : [unit, CapturedUnit.Of(WithHolder(caller, replacement), byProgramme, mac.Of(ReplacementIn(document)))], null);
    }

    // Who bags and names no holder holds it. Of what somebody wrote down for others nobody knows who does, and it is not made up.
    private static CustodyEvent WithHolder(Caller caller, CustodyEvent custodyEvent) =>
        custodyEvent is Bagged { Holder: null } bagged && !Rights.RecordsForOthers(caller)
            ? bagged with { Holder = caller.Organisation } : custodyEvent;

    private static Refusal? RefusalOf(Caller caller, CustodyEvent custodyEvent)
    {
        var type = custodyEvent.Envelope.Type;
        if (!Rights.AllowsPosting(caller.Roles, type))
            return new(Problem.NoRight, $"'{type}' may not be posted as {string.Join(", ", RoleCodes.CodesOf(caller.Roles))}.");
        return Rights.AllowsActing(caller, custodyEvent) ? null : new(
            Problem.NotActing, $"'{type}' names {string.Join(", ", custodyEvent.ActingParties)}; you record for {caller.Organisation}.");
    }

    // The same bytes as when it is posted by itself, so that posting it again by itself is a duplicate.
    private static ReadOnlySpan<byte> ReplacementIn(JsonDocument document) =>
        JsonMarshal.GetRawUtf8Value(document.RootElement.GetProperty("replacement"));

    private static string? IdOf(JsonElement posted) =>
        posted.ValueKind == JsonValueKind.Object && posted.TryGetProperty("id", out var id)
        && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var uuid) ? uuid.ToString() : null;
}
