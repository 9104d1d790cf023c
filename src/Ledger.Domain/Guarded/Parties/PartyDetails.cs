using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Json;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Who a party is. Always sealed: open data knows parties by their register ids only.</summary>
/// <param name="Owners">Beneficial owners, by name.</param>
/// <param name="Representatives">People who speak for it, by name.</param>
public sealed record PartyDetails(
    string Name, string? Address, string? RegistrationNumber, IReadOnlyList<NamedPerson> Owners,
    IReadOnlyList<NamedPerson> Representatives)
{
    public static PartyDetails Read(Fields fields) => new(
        fields.Text("name", required: true) ?? "", fields.Text("address", maxLength: 500),
        fields.Text("registrationNumber", maxLength: 100), fields.List("owners", NamedPerson.Read, max: 50),
        fields.List("representatives", NamedPerson.Read, max: 50));

    public SealedPart AsSealed() =>
        SealedPart.Of(Values.SealedKind.PartyDetails, this, LedgerJson.Default.PartyDetails);
}

/// <summary>A person by name. Always sealed.</summary>
public sealed record NamedPerson(string Name)
{
    public static NamedPerson Read(Fields fields) => new(fields.Text("name", required: true) ?? "");
}
