using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R19: a device numbers its records, and some numbers between those that came have not come for days. A record that was corrected
/// away did come.
/// </summary>
public static class RecordsMissing
{
    public static readonly Rule<DeviceFacts> Rule = new("R19", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(DeviceFacts device, RuleSettings settings, LocalDate asOf)
    {
        var gaps = Gaps(device).Where(gap => DueAfter(gap.Next, settings) <= asOf).ToList();
        if (gaps.Count == 0) yield break;
        settings = settings.At(gaps.Select(gap => gap.Next));
        yield return new(
            Rule.Id, Rule.Version, settings.Version, device.Subject, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(gaps.Select(gap => gap.Next)), Expected: 0, Observed: gaps.Sum(gap => gap.Missing), Tolerance: 0,
            Unit: "records", InnocentExplanation: "record-not-yet-posted", Finding.RecordersOf(gaps.Select(gap => gap.Next)),
            Finding.ProvisionalUntil(gaps.Select(gap => gap.Next), settings));
    }

    private static LocalDate? DueOn(DeviceFacts device, RuleSettings settings, LocalDate asOf) =>
        Gaps(device).Select(gap => (LocalDate?)DueAfter(gap.Next, settings)).Where(due => due > asOf).Min();

    // The first record after each gap.
    private static IEnumerable<(Fact Next, long Missing)> Gaps(DeviceFacts device)
    {
        List<Fact> numbered = [.. device.Everything.OrderBy(fact => fact.Headers.DeviceSeq).ThenBy(fact => fact)];
        foreach (var (before, next) in numbered.Zip(numbered.Skip(1)))
            if (next.Headers.DeviceSeq - before.Headers.DeviceSeq is > 1 and { } step) yield return (next, step - 1);
    }

    private static LocalDate DueAfter(Fact next, RuleSettings settings) =>
        ((next.Headers.CapturedAt ?? next.Event.When.EventTime) + settings.At(next).DeviceGap).Date.PlusDays(1);
}
