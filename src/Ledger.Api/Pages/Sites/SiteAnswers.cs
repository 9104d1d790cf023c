using System.Text.Json;
using Ledger.Api.Pages.Maps;
using NodaTime;

namespace Ledger.Api.Pages.Sites;

/// <summary>A mine site, as GET /v1/sites/{id} answers, and in lists without its history.</summary>
public sealed record SiteAnswer(
    string SiteId, string Name, string Country, string? Area, string? Operator, decimal? Lat, decimal? Lon,
    IReadOnlyList<string> Minerals, string? Status, LocalDate? StatusFrom, string? StatusAuthority, LocalDate? CureBy, string? Activity,
    LocalDate? ActivityFrom, LocalDate? BaselineFrom, int? ActiveMiners, decimal? MonthlyKg, decimal? CapacityKg,
    IReadOnlyList<SiteEntry>? History);

/// <summary>One decision about a site.</summary>
/// <param name="Data">What it says, by type.</param>
public sealed record SiteEntry(long Sequence, string Type, Instant RecordedAt, string? RecordedBy, JsonElement Data);

/// <summary>A page of sites, as GET /v1/sites answers.</summary>
public sealed record SiteList(IReadOnlyList<SiteAnswer> Items, string? Next);

/// <summary>Sites with their positions, as GET /v1/sites.geojson answers.</summary>
public sealed record SiteFeatures(IReadOnlyList<SiteFeature> Features);

public sealed record SiteFeature(SiteAnswer Properties, PointAnswer Geometry)
{
    /// <summary>As a map draws it.</summary>
    /// <param name="share">Of the lot the map is about; null where it is about none.</param>
    public MapPoint Point(decimal? share = null) => new(
        Properties.SiteId, Properties.Name, Properties.Status, Geometry.Coordinates[0], Geometry.Coordinates[1], share);
}

/// <param name="Coordinates">Longitude and latitude, degrees.</param>
public sealed record PointAnswer(double[] Coordinates);

/// <summary>What was bagged at a site, as GET /v1/sites/{id}/production answers.</summary>
public sealed record ProductionAnswer(IReadOnlyList<SiteMonthAnswer> Months);

/// <summary>Bags of one mineral in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Kg">As weighed when they were filled.</param>
/// <param name="Unweighed">Bags of which nobody stated a mass then.</param>
public sealed record SiteMonthAnswer(LocalDate Month, string Mineral, int Bags, decimal Kg, int Unweighed);
