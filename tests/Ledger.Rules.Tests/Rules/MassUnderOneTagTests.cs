using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class MassUnderOneTagTests
{
    public static readonly Cases Table = new("R4")
    {
        { "a full bag", world => world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 71) },
        { "a drum", world => world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 880, packaging: "drum") },
        { "a big bag", world => world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 1_480, packaging: "big-bag") },
        { "a heap without a tag", world => world.By("coop", "03-01").Processed("coop:r", [], [new("coop:1", 25_000)]) },
        { "a tagged product of a run, of which nobody recorded the packaging", world =>
            world.By("mill", "03-01").Processed("mill:r", [], [new("mill:1", 900, Tag: "100")]) },
        { "a mistyped weight, corrected", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100");
            var wrong = world.By("coop", "03-01").Weighed("coop:1", 610);
            world.By("coop", "03-02").Corrected(wrong, with => with.Weighed("coop:1", 61));
        } },
        { "a bag that holds too much", world => world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 71.001m),
            "review lot:coop:1  71 71.001 ±0 kg decimal-or-packaging-misread by coop on #0" },
        { "a drum that holds too much", world => world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 900.5m, packaging: "drum"),
            "review lot:coop:1  900 900.5 ±0 kg decimal-or-packaging-misread by coop on #0" },
        { "a bag that was light at the mine and full of more at the trader's", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            world.By("trader", "03-02").Received([new("100", 80), new("coop:9", 10)]);
        }, "review lot:coop:1  71 80 ±0 kg decimal-or-packaging-misread by trader on #1" },
        { "a product heavier than any packaging", world => world.By("mill", "03-01").Processed("mill:r", [], [new("mill:1", 1_501, Tag: "100")]),
            "review lot:mill:1  1500 1501 ±0 kg packaging-not-recorded by mill on #0" },
        { "the largest masses a sheet may state", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 1_000_000);
            world.By("coop", "03-02").Weighed("coop:1", 1_000_000);
        }, "review lot:coop:1  71 1000000 ±0 kg decimal-or-packaging-misread by coop on #0" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R4_mass_under_one_tag(string why) => Table.Check(why);
}
