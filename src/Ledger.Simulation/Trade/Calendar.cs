using Ledger.Simulation.Matter;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>Day after day: mines work, markets open, runs go on.</summary>
internal sealed class Calendar(Scene scene, Cast cast)
{
    private readonly SeededRandom _random = scene.Random.Child("calendar");
    private readonly Market _market = new(scene, scene.Random.Child("market"));

    public void Play()
    {
        var bags = SpreadBags();
        var yards = cast.Exporters.Select((works, index) => new ExportYard(
            scene, works, cast.Offices, _market, scene.Options.Shape.ExportKg, scene.Random.Child($"yard/{index}"))).ToList();
        var scales = new ScaleKeeping(scene, cast.Scales, cast.Authority, scene.Random.Child("scales"));
        var counts = new StockTaking(
            scene, [.. cast.Traders.Concat(cast.Exporters).Select(works => works.House)], scene.Random.Child("counts"));
        var closures = new Closures(scene, cast, scene.Random.Child("closures"));
        var boxes = scene.Random.Child("boxes");
        for (var day = scene.Start; day <= scene.Options.Until; day = day.PlusDays(1))
        {
            foreach (var fraud in scene.Frauds) fraud.OnDay(day);
            closures.Open(day);
            scales.Open(day);
            scene.Agenda.Run(day);
            if (day.DayOfWeek != IsoDayOfWeek.Sunday) Trade(day, bags, yards);
            scene.Agenda.Run(day); // runs that began today
            counts.Close(day);
            if (day.PlusDays(1).Month == day.Month) continue;
            foreach (var mine in cast.Mines) mine.Tags.Count(day, boxes);
        }
    }

    private void Trade(LocalDate day, Dictionary<(int Mine, LocalDate Day), int> bags, IReadOnlyList<ExportYard> yards)
    {
        for (var mine = 0; mine < cast.Mines.Count; mine++)
            if (bags.TryGetValue((mine, day), out var count)) cast.Mines[mine].Work(day, count);
        SellBags(day);
        foreach (var works in cast.Traders.Concat(cast.Exporters)) works.Open(day);
        SellProduct(day);
        foreach (var yard in yards) yard.Open(day);
    }

    /// <summary>Exactly the world's bags, on working days: sites differ in size, and each has weeks in which little is found.</summary>
    private Dictionary<(int Mine, LocalDate Day), int> SpreadBags()
    {
        var shape = scene.Options.Shape;
        var weights = cast.Mines.Select(_ => _random.Between(0.4, 1.6)).ToList();
        var bags = new Dictionary<(int, LocalDate), int>();
        for (var left = shape.Bags; left > 0;)
        {
            var (mine, day) = (_random.Below(weights.Count), scene.Start.PlusDays(_random.Below(shape.Days)));
            if (day.DayOfWeek == IsoDayOfWeek.Sunday || !_random.Chance(weights[mine] / 1.6)) continue;
            bags[(mine, day)] = bags.GetValueOrDefault((mine, day)) + 1;
            left--;
        }

        return bags;
    }

    // Each holder has its market day and its usual buyer; one time in six it goes to another.
    private void SellBags(LocalDate day)
    {
        foreach (var (index, holder) in cast.Holders.Index())
        {
            if ((int)day.DayOfWeek != 1 + (index % 6)) continue;
            foreach (var bags in holder.StockAtDawn(day).GroupBy(lot => lot.Ore.Mineral).ToList())
            {
                var buyer = _random.Chance(1.0 / 6) ? _random.Pick(cast.Traders) : cast.Traders[index % cast.Traders.Count];
                _market.Sell(holder, buyer.House, [.. bags], day, _random.Whole(0, 3));
            }
        }
    }

    private void SellProduct(LocalDate day)
    {
        foreach (var (index, trader) in cast.Traders.Index())
            foreach (var ready in trader.Ready(day))
                if (ready.Count() >= scene.Options.Shape.RunBags / 2)
                    _market.Sell(
                        trader.House, cast.Exporters[index % cast.Exporters.Count].House, [.. ready], day, _random.Whole(1, 3));
    }
}
