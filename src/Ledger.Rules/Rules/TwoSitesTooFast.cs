using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Geography;

namespace Ledger.Rules.Rules;

/// <summary>
/// R20: bags of two sites were recorded on one device sooner after each other than anybody gets from the one to the other. Who the agent
/// was is sealed; the phone is not, is carried by one agent at a time, and stands for them. For an integrity officer alone.
/// </summary>
public static class TwoSitesTooFast
{
    public static readonly Rule<DeviceFacts> Rule =
        new("R20", 1, RuleTiming.AtDayClose, (device, settings, _) => Evaluate(device, settings));

    public static IEnumerable<FindingContent> Evaluate(DeviceFacts device, RuleSettings settings)
    {
        var stays = StaysOf(device);
        List<(List<Fact> Bags, decimal Kmh)> journeys = [.. stays.Zip(stays.Skip(1), (from, to) => JourneyOf(from, to, device, settings))
            .Where(journey => journey.Kmh > settings.At(journey.Bags).JourneyKmh)];
        if (journeys.Count == 0) yield break;
        List<Fact> evidence = [.. journeys.SelectMany(journey => journey.Bags).Distinct()];
        settings = settings.At(evidence);
        yield return new(
            Rule.Id, Rule.Version, settings.Version, device.Subject, Discriminator: "too-fast", FindingTier.Integrity,
            Finding.EvidenceOf(evidence), settings.JourneyKmh, decimal.Ceiling(journeys.Max(journey => journey.Kmh)), Tolerance: 0,
            Unit: "kmh", InnocentExplanation: "typed-from-a-sheet", Finding.RecordersOf(evidence), ProvisionalUntil: null);
    }

    // Bags of one site after each other. What is typed from sheets says nothing of where the device was. One bag of another site between
    // two of this one is a slip in a list, and other rules' business.
    private static List<List<Fact>> StaysOf(DeviceFacts device)
    {
        List<(Fact Fact, SiteId Site)> bags = [.. device.Of<LotBagged>().Where(each => IsOnTheSpot(each.Fact)).OrderBy(each => each.Fact)
            .Select(each => (each.Fact, each.Event.Site))];
        for (var i = bags.Count - 2; i > 0; i--)
            if (bags[i - 1].Site == bags[i + 1].Site && bags[i].Site != bags[i + 1].Site) bags.RemoveAt(i);
        var stays = new List<List<Fact>>();
        foreach (var (i, bag) in bags.Index())
            if (i > 0 && bags[i - 1].Site == bag.Site) stays[^1].Add(bag.Fact);
            else stays.Add([bag.Fact]);
        return stays;
    }

    private static bool IsOnTheSpot(Fact fact) =>
        fact.Event.When.TimePrecision == TimePrecision.Minute && fact.Headers.Channel is null or Channel.Phone;

    // At least so fast: from anywhere around the one site to anywhere around the other, in all the time there was.
    private static (List<Fact> Bags, decimal Kmh) JourneyOf(List<Fact> from, List<Fact> to, DeviceFacts device, RuleSettings settings)
    {
        List<Fact> bags = [from[^1], to[0]];
        var places = bags.ConvertAll(bag => device.Sites.GetValueOrDefault(((LotBagged)bag.Event).Site)?.At(bag.Interval.End));
        if (places is not [{ } left, { } reached]) return (bags, 0);
        var km = (decimal)Wgs84.DistanceM(new(left.Lat, left.Lon, null), new(reached.Lat, reached.Lon, null)) / 1_000m
            - (2 * settings.At(bags).TaggingRadiusKm);
        return (bags, Math.Max(0, km) / (decimal)(bags[1].Interval.End - bags[0].Interval.Start).TotalHours);
    }
}
