using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>An agent ties the number of a bag that is long used up on a bag that was brought to the site.</summary>
internal sealed class TagOnTwoLots(Scene scene, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private Lot? _first, _second;
    private decimal _kg;

    public override void OnBagging(Bagging bagging)
    {
        if (!IsTime(bagging.Day)) return;
        _first = bagging.Mine.Bagged.Find(lot => lot.UsedOn < bagging.Day.PlusDays(-1) && !lot.HasSlip && !lot.IsPlanted
            && lot.Records("tagged").Count() + lot.Records("bagged").Count() == 1);
        if (_first is null || bagging.Lot.IsPlanted) return;
        Do(bagging.Day);
        (_second, _kg) = (bagging.Lot, bagging.Lot.Material.NetKg);
        (_first.IsPlanted, _second.IsPlanted) = (true, true);
        (bagging.Tag, bagging.IsFromElsewhere) = (_first.Tag, true);
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "tag-on-two-lots", day, _second!.Site!.Value.Value, _kg, [$"tag:{_first!.Tag}", Stream(_first), Stream(_second)],
        [.. Attachment(_first), .. Attachment(_second), .. _first.Records("received"), .. _second.Records("received")], ["R1"]);

    private static IEnumerable<Domain.Values.CustodyEventId> Attachment(Lot lot) => [.. lot.Records("bagged"), .. lot.Records("tagged")];
}
