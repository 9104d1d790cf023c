using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>The programme's office, which keeps the registers. Days are of 2026, as month and day.</summary>
public sealed class Office(World world, string when)
{
    public World World => world;

    public Office Issued(string from, string to, string? on = null) =>
        Enter(new TagsIssued(Next(), Tags(from, to), on is null ? null : Day(on)));

    public Office Assigned(string from, string to, string site = "site-1", string? on = null) =>
        Enter(new TagsAssigned(Next(), Next(), new(site), Tags(from, to), on is null ? null : Day(on)));

    /// <summary>A request of a site, and its approval.</summary>
    public Office Allowed(long tags, string site = "site-1", string? on = null)
    {
        var request = Next();
        Enter(new TagsRequested(request, request, new(site), new("coop"), TagKind.Mine, tags));
        return Enter(new TagRequestReviewed(Next(), request, Verdict.Approved, tags, on is null ? null : Day(on)));
    }

    /// <summary>A site at 1 degree south, 30 east, with the cooperative as its operator.</summary>
    public Office Site(
        string site = "site-1", string? area = null, string country = "RW", params IReadOnlyList<Mineral> minerals) =>
        Enter(new SiteRegistered(
            Next(), new(site), new("Hill", new(country), area is null ? null : new(area), new("coop"), -1, 30,
                minerals.Count == 0 ? [Mineral.Cassiterite] : minerals)));

    /// <summary>What a site can bring out in a month.</summary>
    public Office Baseline(
        decimal? kg = null, int? miners = null, decimal? capacityKg = null, string from = "01-01", string site = "site-1") =>
        Enter(new SiteBaselineApproved(
            Next(), new(site), Day(from), miners, kg is { } monthly ? Mass.FromKg(monthly) : null,
            capacityKg is { } most ? Mass.FromKg(most) : null));

    /// <summary>The register says from now on that the site lies elsewhere.</summary>
    public Office Moved(decimal lat, decimal lon, string site = "site-1") =>
        Enter(new SiteChanged(Next(), new(site), new("Hill", new("RW"), null, new("coop"), lat, lon, [Mineral.Cassiterite])));

    /// <summary>An area between meridians and parallels is protected, but for a hole of the same form; one point where they meet.</summary>
    public Office Protected(
        string area, string from, (decimal West, decimal South, decimal East, decimal North) box,
        (decimal West, decimal South, decimal East, decimal North)? hole = null)
    {
        var id = Next();
        IReadOnlyList<decimal>[] rings = [RingOf(box), .. hole is { } inner ? [RingOf(inner)] : Array.Empty<IReadOnlyList<decimal>>()];
        Enter(new AreaProtected(
            id, new(area), area, Day(from), new(box.West, box.South, box.East, box.North), rings.Sum(ring => ring.Count / 2)));
        foreach (var (number, ring) in rings.Index()) Enter(new AreaOutlined(id, new(area), 0, number, ring));
        return this;
    }

    /// <summary>A lake between meridians and parallels, for maps.</summary>
    public Office Lake(string area, string from, (decimal West, decimal South, decimal East, decimal North) box)
    {
        var (id, ring) = (Next(), RingOf(box));
        Enter(new AreaMapped(
            id, new(area), AreaKind.Water, area, Day(from), new(box.West, box.South, box.East, box.North), ring.Count / 2));
        return Enter(new AreaOutlined(id, new(area), 0, 0, ring));
    }

    public Office Unprotected(string area, string from) => Enter(new AreaProtectionEnded(Next(), new(area), Day(from)));

    /// <summary>A site of which only the place is known.</summary>
    public Office Undescribed(string site = "site-1") =>
        Enter(new SiteRegistered(Next(), new(site), new("Hill", new("RW"), null, null, -1, 30, [])));

    public Office Status(SiteStatus status, string from, string? cureBy = null, string site = "site-1") => Enter(new SiteStatusDetermined(
        Next(), new(site), status, new("mines-office"), Day(from), cureBy is null ? null : Day(cureBy)));

    private static IReadOnlyList<decimal> RingOf((decimal West, decimal South, decimal East, decimal North) box) => box.West == box.East
        ? [box.West, box.South]
        : [box.West, box.South, box.East, box.South, box.East, box.North, box.West, box.North, box.West, box.South];

    public static LocalDate Day(string day) => LocalDatePattern.Iso.Parse($"2026-{day}").Value;

    private Office Enter(GuardedLedgerEvent entered)
    {
        world.Register.Add((entered, Day(when).AtMidnight().InUtc().ToInstant()));
        return this;
    }

    private CommandId Next() => new(Uuid5.Create(Guid.Empty,
        System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"command {world.Register.Count}"))));

    private static TagRange Tags(string from, string to) => TagRange.TryCreate("RW", TagKind.Mine, from, to)!.Value;
}
