using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Sites;

/// <summary>How commands describe a site.</summary>
internal static class SiteFields
{
    public static SiteId Site(this Fields fields) => fields.Id<SiteId>("siteId", required: true) ?? default;

    public static SiteDescription Description(this Fields fields)
    {
        var lat = fields.Number("lat", -90, 90, decimals: 4, required: true);
        var lon = fields.Number("lon", -180, 180, decimals: 4, required: true);
        return new(
            fields.Label("name", required: true) ?? "", fields.Id<CountryCode>("country", required: true) ?? default,
            fields.Id<AreaId>("area"), fields.Id<PartyId>("operator"), lat ?? 0, lon ?? 0,
            fields.Codes<Mineral>("minerals"));
    }
}
