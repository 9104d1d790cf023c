using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Replaces what the register says of a party.</summary>
/// <param name="Details">Sealed beside the event.</param>
public sealed record ChangeParty(
    CommandId Id, PartyId Party, CountryCode Country, IReadOnlyList<PartyRole> Roles, PartyDetails Details)
{
    public static ChangeParty Read(Fields fields) => new(
        fields.CommandId(), fields.Id<PartyId>("partyId", required: true) ?? default,
        fields.Id<CountryCode>("country", required: true) ?? default, fields.Codes<PartyRole>("roles", required: true),
        fields.Object("details", PartyDetails.Read, required: true) ?? new("", null, null, [], []));

    public IEnumerable<SealedPart> Sealed() => [Details.AsSealed()];

    public static Decision Decide(ChangeParty command, RegisteredParty party)
    {
        if (party.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return !party.Exists
            ? Decision.Reject("party-unknown", $"{command.Party} is not in the register")
            : Decision.Append(new PartyChanged(command.Id, command.Party, command.Country, command.Roles));
    }
}
