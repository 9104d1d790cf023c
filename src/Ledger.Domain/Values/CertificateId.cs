using Ledger.Domain.CustodyEvents;

namespace Ledger.Domain.Values;

/// <summary>An export certificate: numbers are an authority's own, so the identity is both.</summary>
public readonly record struct CertificateId(PartyId Authority, string Number)
{
    /// <summary>Reads <c>authority</c> and <c>number</c>; null when one is absent or wrong.</summary>
    public static CertificateId? Read(Fields fields)
    {
        var authority = fields.Id<PartyId>("authority", required: true);
        var number = fields.PrintedNumber("number", required: true);
        return authority is { } office && number is not null ? new(office, number) : null;
    }

    public override string ToString() => $"{Authority}/{Number}";
}

/// <summary>A seal that is not a programme tag: customs', a ministry's, an assayer's, a carrier's.</summary>
/// <param name="Issuer">Whose numbering it is: letters, digits, '.', '_', '-'.</param>
public readonly record struct SealId(string Issuer, string Number)
{
    /// <summary>Reads <c>issuer</c> and <c>number</c>; null when one is absent or wrong.</summary>
    public static SealId? Read(Fields fields)
    {
        var issuer = fields.Pattern("issuer", text => IdForm.IsName(text), IdForm.NameForm, required: true);
        var number = fields.PrintedNumber("number", required: true);
        return issuer is not null && number is not null ? new(issuer, number) : null;
    }

    public override string ToString() => $"{Issuer}/{Number}";
}
