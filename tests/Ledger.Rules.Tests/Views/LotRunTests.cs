using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;

namespace Ledger.Rules.Tests.Views;

public sealed class LotRunTests
{
    [Fact]
    public void Sheets_of_one_run_add_up_and_a_corrected_one_does_not_count()
    {
        var world = new World();
        world.By("coop", "03-01").Processed("coop:r1", [new("coop:1", 20)], [], final: false);
        world.By("coop", "03-02").Processed("coop:r1", [new("coop:1", 15)], [new("coop:2", 34)]);
        world.By("coop", "03-04").Corrected(world.By("coop", "03-03").Processed("coop:r2", [new("coop:1", 5)], [new("coop:3", 5)]));
        var run = Assert.Single(LotRun.Of(world.Arrived().Lot("coop:1")));
        Assert.Equal(("coop:r1", false, 35m, null), (run.Run.Value, run.IsOutput, run.NetKg.Kg, run.MetalKg?.Kg));
    }

    /// <summary>100 kg wet; the metal is worked out by hand: 100 (1 - w) g f.</summary>
    [Theory]
    [InlineData(10.0, "Sn", 60.0, 54.0)]
    [InlineData(10.0, "SnO2", 60.0, 42.535)]
    [InlineData(0.0, "Ta2O5", 30.0, 24.57)]
    [InlineData(50.0, "WO3", 65.0, 25.772)]
    [InlineData(5.0, "Fe", 20.0, null)]
    [InlineData(null, "Sn", 60.0, null)]
    public void Contained_metal_is_dry_mass_times_grade_as_metal(double? moisture, string analyte, double grade, double? metal) =>
        Assert.Equal((decimal?)metal, ContainedMetal.Of(
            Mass.FromKg(100), moisture is { } water ? Pct.TryFromPercent((decimal)water) : null,
            [new Analyte("Fe", Pct.TryFromPercent(1)!.Value), new(analyte, Pct.TryFromPercent((decimal)grade)!.Value)])?.Kg);

    [Fact]
    public void A_lots_history_shows_what_was_corrected_too_and_how_late_it_came()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100");
        world.By("coop", "03-04").Corrected(world.By("trader", "03-03").Weighed("100", 60));
        world.By("trader", "03-05").Corrected(world.Papers[1].Id);
        var entries = LotHistory.Of(world.Arrived().Lot("coop:1")).Entries;
        Assert.Equal(["lot_bagged", "lot_tagged", "lot_weighed"], entries.Select(entry => entry.Type));
        Assert.Equal([true, true, false], entries.Select(entry => entry.IsEffective));
        Assert.Equal("100", entries[2].NamedByTag?.Number);
        Assert.Equal(
            [(null, null), (null, null), (60m, 0.206m)], // 0.1 kg of a reading, and 0.3 % of a scale
            entries.Select(entry => (entry.MassKg?.Kg, entry.SigmaKg)));
        Assert.Equal([91, 91, 89], entries.Select(entry => entry.LateDays)); // recorded on 1 June
    }
}
