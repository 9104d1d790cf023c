using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Balance;

/// <summary>What a scale's own stream says of its bias at the weighing of 1 June. Unit: percent.</summary>
public sealed class ScaleTrackerTests
{
    private const string Scale = "sc";

    [Fact]
    public void Of_a_scale_nobody_registered_the_usual_is_believed() => Assert.Equal((0, 0.3), After(_ => { }));

    [Fact]
    public void A_scale_that_was_never_calibrated_may_be_off_by_more() =>
        Assert.Equal((0, 1), After(world => world.By("office", "01-01").Scale(Scale, 0.2m)));

    [Fact]
    public void Nor_is_one_better_that_failed() =>
        Assert.Equal((0, 1), After(world => world.By("office", "05-31").Calibrated(Scale, "failed")));

    [Fact]
    public void On_the_day_of_its_calibration_it_is_as_good_as_it_gets() =>
        Assert.Equal((0, 0.3), After(world => world.By("office", "06-01 09:00").Calibrated(Scale)));

    // 0.3 and four months of 0.1 each, independent: sqrt(0.09 + 0.04).
    [Fact]
    public void From_then_on_it_walks_at_random() =>
        Assert.Equal((0, 0.36), After(world => world.By("office", "02-01").Calibrated(Scale)));

    [Fact]
    public void And_ends_no_worse_than_one_never_calibrated() =>
        Assert.Equal((0, 1), After(world => world.By("office", "2006-01-01").Calibrated(Scale)));

    // A scale of 0.2 kg repeats itself to 0.1155 kg: of 100 kg 0.1155 %. The gain is 0.09 / (0.09 + 0.0133) = 0.871.
    [Fact]
    public void A_known_mass_moves_the_belief_by_what_one_weighing_can_tell() => Assert.Equal((0.44, 0.11), After(world =>
    {
        world.By("office", "06-01 07:00").Calibrated(Scale);
        world.By("trader", "06-01 08:00").Checked(Scale, 100, 100.5m);
    }));

    [Fact]
    public void Twenty_kilos_teach_little() => Assert.Equal((0.11, 0.27), After(world =>
    {
        world.By("office", "06-01 07:00").Calibrated(Scale);
        world.By("trader", "06-01 08:00").Checked(Scale, 20, 20.1m);
    }));

    [Fact]
    public void A_calibration_forgets_what_was_known_before() => Assert.Equal((0, 0.3), After(world =>
    {
        world.By("trader", "05-20").Checked(Scale, 100, 100.8m);
        world.By("office", "06-01 09:00").Calibrated(Scale);
    }));

    [Fact]
    public void What_R25_finds_wrong_teaches_nothing() => Assert.Equal((0, 0.3), After(world =>
    {
        world.By("office", "06-01 07:00").Calibrated(Scale);
        world.By("trader", "06-01 08:00").Checked(Scale, 100, 101.0m);
    }));

    [Fact]
    public void A_check_after_the_weighing_is_not_known_yet() => Assert.Equal((0, 0.3), After(world =>
    {
        world.By("office", "06-01 09:00").Calibrated(Scale);
        world.By("trader", "06-02").Checked(Scale, 100, 100.5m);
    }));

    // Twice sqrt 3 times 0.3 %.
    [Fact]
    public void Whoever_poisons_it_gets_no_further_than_twice_the_error_allowed_in_service()
    {
        var (bias, _) = After(world =>
        {
            world.Changed("balance.coverageSigma", 10, "01-01");
            world.By("office", "01-02").Calibrated(Scale);
            for (var month = 1; month <= 5; month++)
                for (var day = 10; day < 28; day++) world.By("trader", $"0{month}-{day}").Checked(Scale, 100, 100 + (month * 0.55m));
        });
        Assert.Equal(1.04, bias);
    }

    [Fact]
    public void Nothing_depends_on_the_order_of_arrival()
    {
        var world = new World();
        world.By("office", "02-01").Calibrated(Scale);
        for (var day = 10; day < 28; day++) world.By("trader", $"03-{day}").Checked(Scale, 100, 100 + (day % 7 * 0.1m));
        world.By("office", "04-01").Calibrated(Scale);
        for (var day = 10; day < 28; day++) world.By("trader", $"05-{day}").Checked(Scale, 100, 100 + (day % 5 * 0.1m));
        Weigh(world);
        var expected = Of(world.Arrived());
        for (var seed = 0; seed < 20; seed++) Assert.Equal(expected, Of(world.ArrivedInAnyOrder(new Random(seed))));
    }

    private static (double BiasPct, double SigmaPct) After(Action<World> told)
    {
        var world = new World();
        told(world);
        Weigh(world);
        var bias = Of(world.Arrived());
        return (Math.Round(bias.Bias * 100, 2), Math.Round(bias.Sigma * 100, 2));
    }

    private static void Weigh(World world) => world.By("trader", "06-01 10:00").Weighed("coop:1", 50, scale: Scale);

    private static ScaleBias Of(Book book)
    {
        IReadOnlyList<Fact> scale = [.. book.Stream(StreamName.Scale(new(Scale))).Order()];
        return ScaleTracker.At(scale, Assert.Single(book.Stream(StreamName.Lot(new("coop:1")))), book.Settings);
    }
}
