using Ledger.Simulation.Trade;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>The kinds of fraud by degrees: how strong and where each usually is, and how it is made.</summary>
internal static class DegreePlan
{
    private const double UsualStart = 1.0 / 3;

    /// <param name="UsualPct">Percent.</param>
    /// <param name="CanBe">Who can do it, the usual one first.</param>
    internal sealed record Degree(double UsualPct, Func<Cast, IEnumerable<House>> CanBe, Func<FraudSeat, Cast, Fraud> Make);

    public static IReadOnlyDictionary<string, Degree> Kinds { get; } = new SortedDictionary<string, Degree>(StringComparer.Ordinal)
    {
        ["laundering"] = new(3, Runners, (seat, _) => new Laundering(seat, [seat.Holder])),
        ["laundering-split"] = new(5, Runners, (seat, cast) => new Laundering(seat, [seat.Holder, NextTo(seat.Holder, cast)])),
        ["laundering-intermittent"] = new(5, Runners, (seat, _) => new Laundering(seat, [seat.Holder], everyMonths: 3)),
        ["diversion"] = new(5, Runners, (seat, _) => new Diversion(seat)),
        ["bag-inflation"] = new(2, Diggers, (seat, _) => new BagInflation(seat, oneBagIn: 1)),
        ["bag-inflation-few"] = new(10, Diggers, (seat, _) => new BagInflation(seat, oneBagIn: 5)),
        ["tag-selling"] = new(30, Diggers, (seat, cast) => new TagSelling(seat, cast.Mines.First(mine => mine.Holder == seat.Holder))),
        ["ghost-bags"] = new(10, Buyers, (seat, _) => new GhostBags(seat)),
        ["collusion"] = new(3, Buyers, (seat, _) => new Collusion(seat)),
        ["fabricated-weights"] = new(100, Buyers, (seat, _) => new FabricatedWeights(seat)),
        ["scale-poisoning"] = new(0.1, Buyers, (seat, _) => new ScalePoisoning(seat)),
        ["substitution"] = new(10, Sellers, (seat, _) => new Substitution(seat)),
    };

    public static Fraud Plant(ChosenFraud chosen, Degree degree, Scene scene, Cast cast, SeededRandom random)
    {
        var able = degree.CanBe(cast).ToList();
        var holder = chosen.Holder is { } named ? able.Find(house => house.Id == named) : able[0];
        if (holder is null)
            throw new ArgumentException(
                $"{chosen.Kind} cannot be done by {chosen.Holder}, but by {string.Join(", ", able.Select(house => house.Id))}",
                nameof(chosen));
        var share = (double)(chosen.StrengthPct ?? (decimal)degree.UsualPct) / 100;
        var from = chosen.From ?? scene.Start.PlusDays((int)(scene.Options.Shape.Days * UsualStart));
        return degree.Make(new(scene, chosen.Kind, holder, share, from, random), cast);
    }

    private static IEnumerable<House> Diggers(Cast cast) =>
        cast.Holders.Where(house => cast.Mines.Any(mine => mine.Holder == house));

    private static IEnumerable<House> Buyers(Cast cast) => cast.Traders.Select(works => works.House);

    private static IEnumerable<House> Runners(Cast cast) => cast.Traders.Concat(cast.Exporters).Select(works => works.House);

    private static IEnumerable<House> Sellers(Cast cast) => cast.Exporters.Concat(cast.Traders).Select(works => works.House);

    // The other end of the same trade: a trader's exporter, an exporter's trader.
    private static House NextTo(House holder, Cast cast) =>
        (cast.Traders.Any(works => works.House == holder) ? cast.Exporters : cast.Traders)[0].House;
}
