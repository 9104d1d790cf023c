using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Simulation.Tests;

public sealed class LotLifeTests
{
    private enum Step { Made, Sold, Dispatched, Arrived, Received, Used }

    [Fact]
    public void Nothing_is_sold_received_or_used_before_it_came()
    {
        var world = Worlds.Of(new(4, WorldSize.Full, Worlds.Until, IsHonest: true));
        var slips = world.Truth.TypingErrors.Select(error => error.CustodyEvent).ToHashSet();
        var events = world.Postings.Where(posting => !slips.Contains(posting.Id)).Select(posting => posting.Read()).ToList();
        var lotOf = events.SelectMany(TagsTied).ToDictionary(tied => new LotReference(tied.Tag), tied => new LotReference(tied.Lot));

        var lives = events.SelectMany(StepsIn).GroupBy(step => lotOf.GetValueOrDefault(step.Lot, step.Lot)).ToList();

        Assert.True(lives.Count(life => life.Count() >= 4) > 4_000);
        foreach (var life in lives.Where(life => life.DistinctBy(step => step.Step).Count() == life.Count()))
            foreach (var (step, _, when) in life)
                Assert.DoesNotContain(life, later => later.Step > step && later.When.DefinitelyBefore(when));
    }

    private static IEnumerable<(TagId Tag, LotId Lot)> TagsTied(CustodyEvent custodyEvent) => custodyEvent switch
    {
        Bagged { Tag: { } tag } bagged => [(tag, bagged.LotId)],
        Tagged { Lot.LotId: { } lot } tagged => [(tagged.Tag, lot)],
        Processed processed => processed.Outputs.Where(output => output.Tag is not null).Select(output => (output.Tag!.Value, output.Lot)),
        _ => [],
    };

    private static IEnumerable<(Step Step, LotReference Lot, EventWhen When)> StepsIn(CustodyEvent custodyEvent)
    {
        var when = custodyEvent.Envelope.When;
        return custodyEvent switch
        {
            Bagged bagged => [(Step.Made, new(bagged.LotId), when)],
            Sold sold => sold.Lots.Select(item => (Step.Sold, item.Lot, when)),
            Dispatched dispatched => dispatched.Lots.Select(item => (Step.Dispatched, item.Lot, when)),
            Arrived arrived => arrived.Lots.Select(item => (Step.Arrived, item.Lot, when)),
            Received received => received.Lots.Select(item => (Step.Received, item.Lot, when)),
            Consigned consigned => consigned.Lots.Select(item => (Step.Used, item.Lot, when)),
            Processed processed => processed.Inputs.Select(input => (Step.Used, input.Lot, when))
                .Concat(processed.Outputs.Select(output => (Step.Made, new LotReference(output.Lot), when))),
            _ => [],
        };
    }
}
