using Ledger.Simulation.Frauds.Degrees;
using Ledger.Simulation.Trade;

namespace Ledger.Simulation.Frauds;

/// <summary>Which frauds are planted, and from which day on each looks for its occasion.</summary>
internal static class FraudPlan
{
    private static readonly IReadOnlyList<(string Name, double From, Make Make)> Exact =
    [
        ("tags-beyond-allowance", 0.14, (scene, _, from, random) => new TagsBeyondAllowance(scene, from, random)),
        ("receipt-never-recorded", 0.10, (scene, _, from, random) => new MissingHalf(scene, from, random, isDiverted: true)),
        ("tags-out-of-the-box", 0.12, (scene, _, from, random) => new TagsOutOfTheBox(scene, from, random)),
        ("sale-never-recorded", 0.15, (scene, _, from, random) => new MissingHalf(scene, from, random, isDiverted: false)),
        ("record-withheld", 0.17, (scene, _, from, random) => new RecordWithheld(scene, from, random)),
        ("too-much-under-one-tag", 0.20, (scene, _, from, random) => new TooMuchUnderOneTag(scene, from, random)),
        ("tagged-far-away", 0.22, (scene, _, from, random) => new TaggedFarAway(scene, from, random)),
        ("tag-on-two-lots", 0.25, (scene, _, from, random) => new TagOnTwoLots(scene, from, random)),
        ("use-by-non-holder", 0.25, (scene, _, from, random) => new UseByNonHolder(scene, from, random)),
        ("lost-on-the-way", 0.25, (scene, _, from, random) => new LostOnTheWay(scene, from, random)),
        ("tag-of-another-site", 0.27, (scene, _, from, random) => new TagOfAnotherSite(scene, from, random)),
        ("heavier-receipt", 0.30, (scene, _, from, random) => new HeavierReceipt(scene, from, random)),
        ("foreign-mineral", 0.32, (scene, _, from, random) => new ForeignMineral(scene, from, random)),
        ("line-used-twice", 0.33, (scene, _, from, random) => new LineUsedTwice(scene, from, random)),
        ("run-out-of-nothing", 0.35, (scene, _, from, random) => new RunOutOfNothing(scene, from, random)),
        ("bagged-while-suspended", 0.36, (scene, cast, from, random) => new BaggedWhileSuspended(scene, cast.Authority, from, random)),
        ("vanished-in-a-run", 0.37, (scene, _, from, random) => new VanishedInARun(scene, from, random)),
        ("untagged-ore", 0.38, (scene, cast, from, random) => new UntaggedOre(scene, cast.Authority, from, random)),
        ("bag-in-two-runs", 0.40, (scene, _, from, random) => new BagInTwoRuns(scene, from, random)),
        ("scale-tampered-with", 0.41, (scene, cast, from, random) => new ScaleTamperedWith(scene, cast.Authority, from, random)),
        ("certified-twice", 0.42, (scene, _, from, random) => new FalseCertificate(scene, from, random, isTwice: true)),
        ("false-origin", 0.43, (scene, _, from, random) => new FalseCertificate(scene, from, random, isTwice: false)),
        ("tags-in-haste", 0.45, (scene, _, from, random) => new TagsInHaste(scene, from, random)),
    ];

    /// <summary>The names of exact frauds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Exact.Select(kind => kind.Name)];

    private delegate Fraud Make(Scene scene, Cast cast, NodaTime.LocalDate from, SeededRandom random);

    // The later rounds still leave their traces time to be recorded.
    private const double LatestShare = 0.7;

    public static IEnumerable<Fraud> Of(Scene scene, Cast cast) => scene.Options.Frauds.Count == 0
        ? EachExact(scene, cast) : scene.Options.Frauds.Select((chosen, index) => Chosen(chosen, index, scene, cast));

    private static IEnumerable<Fraud> EachExact(Scene scene, Cast cast)
    {
        var shape = scene.Options.Shape;
        for (var round = 0; round < shape.FraudRounds; round++)
            foreach (var (name, from, make) in Exact)
            {
                var share = from + ((LatestShare - from) * round / shape.FraudRounds);
                yield return make(scene, cast, DayAt(scene, share), RandomOf(scene, name, round));
            }
    }

    private static Fraud Chosen(ChosenFraud chosen, int index, Scene scene, Cast cast)
    {
        var random = RandomOf(scene, chosen.Kind, index);
        if (DegreePlan.Kinds.TryGetValue(chosen.Kind, out var degree)) return DegreePlan.Plant(chosen, degree, scene, cast, random);
        if (chosen.StrengthPct is not null || chosen.Holder is not null)
            throw new ArgumentException($"{chosen.Kind} takes the first occasion: it has no strength and no holder", nameof(chosen));
        var (_, share, make) = Exact.First(kind => kind.Name == chosen.Kind);
        return make(scene, cast, chosen.From ?? DayAt(scene, share), random);
    }

    private static NodaTime.LocalDate DayAt(Scene scene, double share) => scene.Start.PlusDays((int)(scene.Options.Shape.Days * share));

    private static SeededRandom RandomOf(Scene scene, string name, int round) =>
        scene.Random.Child(FormattableString.Invariant($"fraud/{name}/{round}"));
}
