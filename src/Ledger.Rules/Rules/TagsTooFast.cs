using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R30: more tags in an hour than can be weighed. Who the agent was is sealed; a phone is not, and is carried by one agent at a
/// time. Records without a device or without the minute say nothing.
/// </summary>
public static class TagsTooFast
{
    private static readonly Duration Hour = Duration.FromHours(1);

    public static readonly Rule<SiteMonthFacts> Rule =
        new("R30", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(SiteMonthFacts month, RuleSettings settings)
    {
        var byDevice = month.TagUses.Select(use => use.Fact)
            .Where(fact => fact.Headers.DeviceId is not null && fact.Event.When.TimePrecision == TimePrecision.Minute)
            .GroupBy(fact => (fact.RecordedBy, Device: fact.Headers.DeviceId!))
            .OrderBy(group => group.Key.RecordedBy.Value, StringComparer.Ordinal).ThenBy(group => group.Key.Device, StringComparer.Ordinal);
        foreach (var device in byDevice)
        {
            var busiest = BusiestHour([.. device.Order()]);
            var numbers = settings.At(busiest);
            if (busiest.Count <= numbers.TagsPerHour) continue;
            yield return new(
                Rule.Id, Rule.Version, numbers.Version, month.SiteMonth.Subject, $"{device.Key.RecordedBy}/{device.Key.Device}",
                FindingTier.Review, Finding.EvidenceOf(busiest), numbers.TagsPerHour, busiest.Count, Tolerance: 0, Unit: "tags",
                InnocentExplanation: "typed-from-a-sheet", [device.Key.RecordedBy], ProvisionalUntil: null);
        }
    }

    // The first of the fullest spans of an hour, by event time.
    private static List<Fact> BusiestHour(List<Fact> uses)
    {
        var (best, first) = (new List<Fact>(), 0);
        for (var last = 0; last < uses.Count; last++)
        {
            while (uses[last].Interval.Start - uses[first].Interval.Start >= Hour) first++;
            if (last - first + 1 > best.Count) best = uses.GetRange(first, last - first + 1);
        }

        return best;
    }
}
