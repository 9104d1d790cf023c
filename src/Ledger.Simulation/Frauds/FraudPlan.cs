using Ledger.Simulation.Trade;

namespace Ledger.Simulation.Frauds;

/// <summary>Which frauds are planted, and from which day on each looks for its occasion.</summary>
internal static class FraudPlan
{
    private static readonly IReadOnlyList<(string Name, double From, Func<Scene, NodaTime.LocalDate, SeededRandom, Fraud> Make)> Kinds =
    [
        ("receipt-never-recorded", 0.10, (scene, from, random) => new MissingHalf(scene, from, random, isDiverted: true)),
        ("sale-never-recorded", 0.15, (scene, from, random) => new MissingHalf(scene, from, random, isDiverted: false)),
        ("too-much-under-one-tag", 0.20, (scene, from, random) => new TooMuchUnderOneTag(scene, from, random)),
        ("tag-on-two-lots", 0.25, (scene, from, random) => new TagOnTwoLots(scene, from, random)),
        ("heavier-receipt", 0.30, (scene, from, random) => new HeavierReceipt(scene, from, random)),
        ("run-out-of-nothing", 0.35, (scene, from, random) => new RunOutOfNothing(scene, from, random)),
        ("use-by-non-holder", 0.25, (scene, from, random) => new UseByNonHolder(scene, from, random)),
        ("bag-in-two-runs", 0.40, (scene, from, random) => new BagInTwoRuns(scene, from, random)),
    ];

    // The later rounds still leave their traces time to be recorded.
    private const double LatestShare = 0.7;

    public static IEnumerable<Fraud> Of(Scene scene)
    {
        var shape = scene.Options.Shape;
        for (var round = 0; round < shape.FraudRounds; round++)
            foreach (var (name, from, make) in Kinds)
            {
                var share = from + ((LatestShare - from) * round / shape.FraudRounds);
                yield return make(
                    scene, scene.Start.PlusDays((int)(shape.Days * share)),
                    scene.Random.Child(FormattableString.Invariant($"fraud/{name}/{round}")));
            }
    }
}
