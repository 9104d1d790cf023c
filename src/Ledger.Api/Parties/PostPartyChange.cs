using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Values;

namespace Ledger.Api.Parties;

/// <summary>POST /v1/party-changes: replaces what the register says of a party.</summary>
internal static class PostPartyChange
{
    public static readonly CommandKind<ChangeParty, RegisteredParty> Kind = new(
        "change-party", PartyRegister.Parties, (fields, _) => ChangeParty.Read(fields), command => command.Id,
        command => StreamName.Party(command.Party), ChangeParty.Decide, command => PartyRegister.AddressOf(command.Party))
    {
        Sealed = command => command.Sealed(),
    };
}
