using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using Ledger.Rules.Geography;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>A span of time in which an area was protected within one outline.</summary>
public sealed record ProtectedSpan(AreaId Area, AreaShape Shape, Interval Span)
{
    // Midnight comes to some 14 hours sooner than in UTC, to others 12 hours later: what may be of the day before is not judged.
    private static readonly Duration First = Duration.FromHours(14);
    private static readonly Duration Last = Duration.FromHours(12);

    /// <summary>
    /// What entries of one area, in their order, say in the end. Each holds from its day on, in place of what was said of that time
    /// before.
    /// </summary>
    public static IReadOnlyList<ProtectedSpan> Of(IReadOnlyCollection<LedgerEvent> areaStream)
    {
        var outlines = areaStream.OfType<AreaOutlined>().ToLookup(stretch => stretch.CommandId);
        var spans = new List<ProtectedSpan>();
        foreach (var entry in areaStream)
        {
            var entered = entry as AreaProtected;
            // The end of its append may not be here yet.
            if (entered is not null && outlines[entered.CommandId].Sum(stretch => stretch.Degrees.Count / 2) < entered.Points) break;
            if ((entered?.From ?? (entry as AreaProtectionEnded)?.From) is not { } day) continue;
            var midnight = day.AtMidnight().InUtc().ToInstant();
            if (spans is [.., var before]) spans[^1] = before with { Span = EndingBy(before.Span, midnight - First) };
            if (entered is not null)
                spans.Add(new(entered.Area, AreaShape.Of(outlines[entered.CommandId]), new(midnight + Last, Instant.MaxValue)));
        }

        return [.. spans.Where(span => span.Span.Duration > Duration.Zero)];
    }

    private static Interval EndingBy(Interval span, Instant end) =>
        new(span.Start, Instant.Max(span.Start, Instant.Min(span.End, end)));
}

/// <summary>A span of time in which a site lay at one place and an area was protected within one outline.</summary>
/// <param name="Km">How far apart they were; 0 inside.</param>
/// <param name="FirstBag">The first that was bagged at the site in that time; null where none was.</param>
public sealed record SiteStay(AreaId Area, decimal Km, Interval Span, Fact? FirstBag = null);

/// <summary>A site and the protected areas around it.</summary>
public sealed record SiteAreasFacts(SiteId Site, IReadOnlyList<SiteStay> Stays)
{
    private const string Kind = "site-areas:";

    public static string SubjectOf(SiteId site) => Kind + site;

    /// <summary>The site a subject is about; null where it is another kind of subject.</summary>
    public static SiteId? SiteOf(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) ? new SiteId(subject[Kind.Length..]) : null;

    /// <summary>When the site was how far from which of the areas, as far as a setting may reach.</summary>
    public static IReadOnlyList<SiteStay> StaysOf(SiteRegister register, IEnumerable<ProtectedSpan> areas, RuleSettings settings) =>
        [.. from area in areas
            from place in PlacesOf(register)
            let km = (decimal)area.Shape.DistanceM(place.Description.Lat, place.Description.Lon) / 1_000m
            where km <= SettingCatalogue.NearArea.Most
            from numbers in SpansOf(settings.ChangesOf(SettingCatalogue.NearArea))
            let span = Overlap(Overlap(area.Span, place.Span), numbers)
            where span.Duration > Duration.Zero
            orderby area.Area.Value, span.Start
            select new SiteStay(area.Area, km, span)];

    // What the register said first holds of the time before it too.
    private static IEnumerable<(SiteDescription Description, Interval Span)> PlacesOf(SiteRegister register) =>
        register.Descriptions.Zip(SpansOf(register.Descriptions.Skip(1).Select(each => each.At)), (each, span) => (each.Description, span));

    private static IEnumerable<Interval> SpansOf(IEnumerable<Instant> changes)
    {
        var from = NodaConstants.UnixEpoch; // nothing is recorded of the time before
        foreach (var change in changes)
        {
            yield return new(from, Instant.Max(from, change));
            from = Instant.Max(from, change);
        }

        yield return new(from, Instant.MaxValue);
    }

    private static Interval Overlap(Interval left, Interval right)
    {
        var (start, end) = (Instant.Max(left.Start, right.Start), Instant.Min(left.End, right.End));
        return new(start, Instant.Max(start, end));
    }
}
