using Ledger.Domain.CustodyEvents;

namespace Ledger.Domain.Values;

/// <summary>What an order suspends: exactly one of a site, an area, a country or a party.</summary>
public readonly record struct SuspensionSubject(SiteId? SiteId, AreaId? Area, CountryCode? Country, PartyId? PartyId)
{
    public static SuspensionSubject Read(Fields fields)
    {
        fields.RequireExactlyOne("siteId", "area", "country", "partyId");
        return new(fields.Id<SiteId>("siteId"), fields.Id<AreaId>("area"), fields.Id<CountryCode>("country"),
            fields.Id<PartyId>("partyId"));
    }

    /// <summary>
    /// The form in stream names: <c>site:{id}</c>, <c>area:{id}</c>, <c>country:{code}</c> or <c>party:{id}</c>.
    /// </summary>
    public override string ToString() =>
        SiteId is { } site ? $"site:{site}" : Area is { } area ? $"area:{area}" : Country is { } country
            ? $"country:{country}" : $"party:{PartyId}";
}
