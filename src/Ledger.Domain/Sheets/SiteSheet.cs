using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Values;

namespace Ledger.Domain.Sheets;

/// <summary>
/// A list of mine sites: one row a site, each a registration. Positions are rounded to the register's 4 decimals (11 m). What a list
/// does not say is not made up: the country is ZZ, the name is the site's id, and no mineral is known.
/// </summary>
public static class SiteSheet
{
    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("site", Required: true, "site id", "id"), new("latitude", Required: true, "lat"),
        new("longitude", Required: true, "lon", "long"), new("name"), new("country"), new("area", false, "province"), new("operator"),
        new("minerals", false, "mineral"),
    ];

    /// <summary>What the rows say, for an organisation that posts them.</summary>
    /// <exception cref="SheetException">The headings do not fit.</exception>
    public static SheetReading Read(IReadOnlyList<CsvRow> rows, SheetSettings settings, PartyId organisation)
    {
        var table = new SheetTable(Columns, rows, settings);
        var entries = new SheetEntries("sites", organisation, table);
        foreach (var row in table.Rows)
        {
            var said = new JsonObject().Set("siteId", row.Text("site", required: true))
                .Set("name", row.Text("name") ?? row.Text("site")).Set("country", row.Text("country") ?? "ZZ").Set("area", row.Text("area"))
                .Set("operator", row.Text("operator")).Set("lat", Degrees(row, "latitude")).Set("lon", Degrees(row, "longitude"))
                .Set("minerals", Minerals(row));
            entries.Add(row, said,
            [
                new("siteId", row, "site"), new("name", row, row.Has("name") ? "name" : "site"), new("country", row, "country"),
                new("area", row, "area"), new("operator", row, "operator"), new("lat", row, "latitude"), new("lon", row, "longitude"),
                new("minerals", row, "minerals"),
            ], posted =>
            {
                var errors = new List<FieldError>();
                Fields.Read(posted, errors, RegisterSite.Read);
                return errors;
            });
        }

        return entries.ToReading();
    }

    private static decimal? Degrees(SheetRow row, string column) =>
        row.Number(column, required: true) is { } degrees ? decimal.Round(degrees, 4) : null;

    private static JsonArray? Minerals(SheetRow row) => row.Text("minerals") is not { } listed ? null
        : [.. listed.Split([' ', '/', '|', '+'], StringSplitOptions.RemoveEmptyEntries)
            .Select(mineral => (JsonNode)mineral.ToLowerInvariant())];
}
