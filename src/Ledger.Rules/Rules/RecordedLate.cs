using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R19: a good part of a site's records of a month were typed in far later than is usual there. The usual lag is the median of
/// its records, with three times their median deviation on top: one late sheet among many says nothing.
/// </summary>
public static class RecordedLate
{
    // 3 sigma of a normal distribution, in median absolute deviations.
    private const double Spread = 3 * RobustStatistics.SigmaOfMad;

    public static readonly Rule<SiteMonthFacts> Rule =
        new("R19", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(SiteMonthFacts month, RuleSettings settings)
    {
        var typed = month.Baggings.Where(each => each.Fact.Headers.CapturedAt is not null).Select(each => each.Fact).ToList();
        if (typed.Count == 0) yield break;
        settings = settings.At(typed);
        if (month.EarlierLags.Count < settings.CaptureLagRecords) yield break;
        var usual = Median(month.EarlierLags);
        var deviation = Median([.. month.EarlierLags.Select(lag => lag > usual ? lag - usual : usual - lag)]);
        var most = usual + Duration.Max(settings.CaptureLag, deviation * Spread);
        var late = typed.FindAll(fact => fact.Headers.CapturedAt!.Value.ToInstant() - fact.Interval.End > most);
        var tolerated = typed.Count * settings.CaptureLagSharePct / 100m;
        if (late.Count < 2 || late.Count <= tolerated) yield break;
        yield return new(
            Rule.Id, Rule.Version, settings.Version, month.SiteMonth.Subject, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(late), Expected: 0, Observed: late.Count, decimal.Round(tolerated, 1), Unit: "lots",
            InnocentExplanation: "sheets-typed-late", Finding.RecordersOf(late), Finding.ProvisionalUntil(late, settings));
    }

    private static Duration Median(IReadOnlyList<Duration> values)
    {
        List<Duration> sorted = [.. values.Order()];
        return sorted[sorted.Count / 2];
    }
}
