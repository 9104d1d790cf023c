using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Mineral without a tag was found; the envelope's place says where.</summary>
public sealed record FoundUntagged(
    CustodyEnvelope Envelope, PartyId? Holder, Mineral? Mineral, Mass? NetKg, WeighingMethod? Method)
    : CustodyEvent(Envelope)
{
    public static FoundUntagged Read(Fields fields, CustodyEnvelope envelope)
    {
        fields.RequireOneOf("place", "holder");
        var (net, method) = fields.OptionalMass();
        return new(envelope, fields.Id<PartyId>("holder"), fields.Code<Mineral>("mineral"), net, method);
    }

    public override IEnumerable<StreamEvent> Capture() =>
        [new(Holder is { } holder ? StreamName.Holder(holder) : StreamName.Untagged(Envelope.Id),
            new UntaggedFound(Holder, Mineral, NetKg, Method, When))];
}
