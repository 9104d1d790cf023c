using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Values;

namespace Ledger.Api.Parties;

/// <summary>POST /v1/parties: puts a party in the register.</summary>
internal static class PostParty
{
    public static readonly CommandKind<RegisterParty, RegisteredParty> Kind = new(
        "register-party", PartyRegister.Parties, (fields, _) => RegisterParty.Read(fields), command => command.Id,
        command => StreamName.Party(command.Party), RegisterParty.Decide, command => PartyRegister.AddressOf(command.Party))
    {
        Sealed = command => command.Sealed(),
    };
}
