using Ledger.Domain.CustodyEvents;

namespace Ledger.Domain.Values;

/// <summary>What was paid. Always sealed.</summary>
public sealed record CommercialTerms(Money? Price, IReadOnlyList<Money>? Taxes, string? PurchaseNumber)
{
    /// <summary>Reads <c>price</c>, <c>taxes</c> and <c>purchaseNumber</c>; null when none of them is given.</summary>
    public static CommercialTerms? Read(Fields fields)
    {
        var price = fields.Object<Money?>("price", ReadMoney);
        var taxes = fields.List<Money?>("taxes", ReadMoney, max: 20);
        var number = fields.Text("purchaseNumber", maxLength: 100);
        if (price is null && taxes.Count == 0 && number is null) return null;
        return new(price, taxes.Count == 0 ? null : [.. taxes.OfType<Money>()], number);
    }

    internal static Money? ReadMoney(Fields fields)
    {
        var amount = fields.Whole("amountMinor", 0, 999_999_999_999_999, required: true);
        var currency = fields.Pattern("currency", text => text.Length == 3
            && text.All(char.IsAsciiLetterUpper), "an ISO 4217 code such as USD", required: true);
        return amount is { } minor && currency is not null ? new Money(minor, currency) : null;
    }
}

/// <summary>What customs were told and took. Always sealed.</summary>
public sealed record CustomsDeclaration(Money? CustomsValue, IReadOnlyList<Money>? Taxes)
{
    /// <summary>Reads <c>customsValue</c> and <c>taxes</c>; null when neither is given.</summary>
    public static CustomsDeclaration? Read(Fields fields)
    {
        var value = fields.Object<Money?>("customsValue", CommercialTerms.ReadMoney);
        var taxes = fields.List<Money?>("taxes", CommercialTerms.ReadMoney, max: 20);
        return value is null && taxes.Count == 0
            ? null : new(value, taxes.Count == 0 ? null : [.. taxes.OfType<Money>()]);
    }
}
