using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Puts a party in the register.</summary>
/// <param name="Details">Sealed beside the event.</param>
public sealed record RegisterParty(
    CommandId Id, PartyId Party, CountryCode Country, IReadOnlyList<PartyRole> Roles, PartyDetails Details)
{
    public static RegisterParty Read(Fields fields) => new(
        fields.CommandId(), fields.Id<PartyId>("partyId", required: true) ?? default,
        fields.Id<CountryCode>("country", required: true) ?? default, fields.Codes<PartyRole>("roles", required: true),
        fields.Object("details", PartyDetails.Read, required: true) ?? new("", null, null, [], []));

    public IEnumerable<SealedPart> Sealed() => [Details.AsSealed()];

    public static Decision Decide(RegisterParty command, RegisteredParty party)
    {
        if (party.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return party.Exists
            ? Decision.Reject("party-exists", $"{command.Party} is in the register")
            : Decision.Append(new PartyRegistered(command.Id, command.Party, command.Country, command.Roles));
    }
}
