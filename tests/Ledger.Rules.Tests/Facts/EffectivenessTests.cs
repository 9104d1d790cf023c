using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Facts;

public sealed class EffectivenessTests
{
    /// <summary>"C1>X by a" is: a recorded C1, which corrects X; "programme" may correct anybody's. X was recorded by a.</summary>
    [Theory]
    [InlineData("nothing corrects it", "", true)]
    [InlineData("its recorder corrects it", "C1>X by a", false)]
    [InlineData("the programme corrects it", "C1>X by programme", false)]
    [InlineData("a rival corrects it", "C1>X by b", true)]
    [InlineData("the correction is corrected: that restores", "C1>X by a, C2>C1 by a", true)]
    [InlineData("a rival corrects the correction", "C1>X by a, C2>C1 by b", false)]
    [InlineData("the restoring is corrected in turn", "C1>X by a, C2>C1 by a, C3>C2 by a", false)]
    [InlineData("two corrections, one restored", "C1>X by a, C2>X by a, C3>C1 by a", false)]
    [InlineData("two corrections, both restored", "C1>X by a, C2>X by a, C3>C1 by a, C4>C2 by a", true)]
    [InlineData("the programme restores what a party corrected", "C1>X by a, C2>C1 by programme", true)]
    [InlineData("a party cannot undo the programme", "C1>X by programme, C2>C1 by a", false)]
    [InlineData("a ring beside it says nothing", "C1>C2 by a, C2>C1 by a", true)]
    [InlineData("a ring beside a correction says nothing", "C1>X by a, C2>C3 by a, C3>C2 by a", false)]
    [InlineData("a correction of a ring member changes nothing", "C1>C2 by a, C2>C1 by a, C3>C1 by a, C4>X by a", false)]
    public void A_record_counts_unless_something_effective_corrects_it(string why, string corrections, bool counts)
    {
        var list = Parse(corrections);
        Assert.All([list, [.. Enumerable.Reverse(list)], [.. list, .. list]],
            order => Assert.True(counts == new Effectiveness(order, RecordedByA).IsEffective(Paper.IdOf("X")), why));
    }

    [Fact]
    public void Only_corrections_without_the_right_are_called_unauthorised()
    {
        var effectiveness = new Effectiveness(Parse("C1>X by a, C2>X by b, C3>X by programme, C4>unknown by b, C5>C1 by b"), RecordedByA);
        Assert.Equal([Paper.IdOf("C2"), Paper.IdOf("C5")], effectiveness.Unauthorised().Select(correction => correction.Id));
    }

    [Fact]
    public void Members_of_a_ring_are_themselves_ineffective()
    {
        var effectiveness = new Effectiveness(Parse("C1>C2 by a, C2>C3 by a, C3>C1 by a, C4>C1 by a"), RecordedByA);
        Assert.DoesNotContain(new[] { "C1", "C2", "C3" }, name => effectiveness.IsEffective(Paper.IdOf(name)));
        Assert.True(effectiveness.IsEffective(Paper.IdOf("C4")));
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    public void A_chain_of_corrections_of_any_length_takes_no_stack(int length, bool counts)
    {
        var chain = Enumerable.Range(1, length).Select(i => new Correction(
            Paper.IdOf($"{i}"), Paper.IdOf(i == 1 ? "X" : $"{i - 1}"), new("a"), ByProgramme: false)).ToList();
        Assert.Equal(counts, new Effectiveness(chain, RecordedByA).IsEffective(Paper.IdOf("X")));
    }

    [Fact]
    public void A_mistyped_weight_is_replaced_and_both_stay_readable()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100");
        var wrong = world.By("coop", "03-01 10:00").Weighed("coop:1", 610);
        world.By("coop", "03-02 10:00").Corrected(wrong, with => with.Weighed("coop:1", 61));

        var lot = world.Arrived().Lot("coop:1");
        Assert.Equal(Mass.FromKg(61), Views.LotViews.Of(lot).MassKg);
        Assert.Equal([wrong], lot.Corrected.Select(fact => fact.Custody));
    }

    [Fact]
    public void A_replacement_falls_with_the_correction_that_brought_it()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
        var use = world.By("coop", "03-02").Processed("coop:r1", [new("coop:1", 60)], [new("coop:2", 60)]);
        var correction = world.By("coop", "03-03")
            .Corrected(use, with => with.Processed("coop:r1", [new("coop:1", 50)], [new("coop:3", 50)]));
        world.By("coop", "03-04").Corrected(correction);

        var lot = world.Arrived().Lot("coop:1");
        Assert.Equal(Mass.FromKg(60), Views.LotViews.Of(lot).ConsumedKg);
        Assert.Single(lot.Corrected);
    }

    [Theory]
    [InlineData("04-02", "04-03", false, 50)]
    [InlineData("04-03", "04-02", false, 40)]
    [InlineData("04-03", "04-02", true, 50)]
    public void Of_two_replacements_of_one_record_the_last_word_counts_and_the_programmes_before_it(
        string first, string second, bool secondByProgramme, int consumedKg)
    {
        var world = new World();
        var use = world.By("coop", "03-02").Processed("coop:r1", [new("coop:1", 60)], [new("coop:2", 60)]);
        world.By("coop", first).Corrected(use, with => with.Processed("coop:r1", [new("coop:1", 40)], [new("coop:2", 40)]));
        var by = world.By("coop", second);
        if (secondByProgramme) by.AsProgramme();
        by.Corrected(use, with => with.Processed("coop:r1", [new("coop:1", 50)], [new("coop:2", 50)]));
        Assert.Equal(Mass.FromKg(consumedKg), Views.LotViews.Of(world.Arrived().Lot("coop:1")).ConsumedKg);
        Assert.Equal(Mass.FromKg(consumedKg), Views.LotViews.Of(world.ArrivedInAnyOrder(new Random(1)).Lot("coop:1")).ConsumedKg);
    }

    [Fact]
    public void After_a_record_was_replaced_a_later_word_that_it_never_happened_counts()
    {
        var world = new World();
        var use = world.By("coop", "03-02").Processed("coop:r1", [new("coop:1", 60)], [new("coop:2", 60)]);
        world.By("coop", "04-02").Corrected(use, with => with.Processed("coop:r1", [new("coop:1", 40)], [new("coop:2", 40)]));
        world.By("coop", "04-03").Corrected(use);
        Assert.Empty(world.Arrived().Lot("coop:1").Facts);
    }

    [Fact]
    public void What_a_rival_put_in_the_place_of_a_record_does_not_count_beside_it()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", holder: "coop", kg: 60);
        var use = world.By("coop", "03-02").Processed("coop:r1", [new("coop:1", 60)], [new("coop:2", 60)]);
        world.By("rival", "03-03").Corrected(use, with => with.Processed("rival:r1", [new("coop:1", 50)], [new("rival:3", 50)]));
        Assert.Equal(Mass.FromKg(60), Views.LotViews.Of(world.Arrived().Lot("coop:1")).ConsumedKg);
    }

    private static PartyId? RecordedByA(CustodyEventId id) => id == Paper.IdOf("X") ? new PartyId("a") : null;

    private static List<Correction> Parse(string corrections) => [.. corrections
        .Split(", ", StringSplitOptions.RemoveEmptyEntries)
        .Select(text => text.Split('>', ' '))
        .Select(parts => new Correction(Paper.IdOf(parts[0]), Paper.IdOf(parts[1]), new(parts[3]), parts[3] == "programme"))];
}
