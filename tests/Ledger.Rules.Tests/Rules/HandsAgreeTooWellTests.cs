using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class HandsAgreeTooWellTests
{
    public static readonly Cases Table = new("R31")
    {
        { "single readings scatter", world => Delivered(world, 40, 0.1m, i => (i * 7 % 5) - 2) },
        { "a bench scale and a hanging one, both at their best", world => Delivered(world, 40, 0.1m, i => (i * 7 % 3) - 1) },
        { "everything agrees, and the sheet is said to be copied",
            world => Delivered(world, 40, 0.1m, _ => 0, method: "copied-from-sheet") },
        { "too few to tell", world => Delivered(world, 19, 0.1m, _ => 0) },
        { "whole kilograms agree by themselves", world => Delivered(world, 40, 1, _ => 0) },
        { "the buyer weighed at the mine: one hand", world => Delivered(world, 40, 0.1m, _ => 0, agent: "trader") },
        { "one scale for both", world => Delivered(world, 40, 0.1m, _ => 0, scale: "sc") },
        { "every mass is the sheet's to the last digit", world => Delivered(world, 40, 0.1m, _ => 0),
            "review pair-month:trader/coop/2026-03  0.059 0 ±0.02 kg receipts-copied by coop,trader on #0 #1" },
        { "the sheet's, with a bag in ten a little off", world => Delivered(world, 40, 0.1m, i => i % 10 == 0 ? 1 : 0),
            "review pair-month:trader/coop/2026-03  0.059 0.031 ±0.02 kg receipts-copied by coop,trader on #0 #1" },
        { "all a tenth lighter, as a scale may be", world => Delivered(world, 40, 0.1m, _ => -1),
            "review pair-month:trader/coop/2026-03  0.059 0.019 ±0.02 kg receipts-copied by coop,trader on #0 #1" },
        { "in small receipts, a month together", world => Delivered(world, 40, 0.1m, _ => 0, receipts: 8),
            "review pair-month:trader/coop/2026-03  0.059 0 ±0.022 kg receipts-copied by coop,trader on #0 #1 #2 #3 #4 #5 #6 #7 #8" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R31_two_hands_that_agree_too_well(string why) => Table.Check(why);

    // Bags between 30 and 60 kg, whatever the step; received so many steps apart.
    private static void Delivered(
        World world, int count, decimal step, Func<int, int> stepsApart, string method = "measured", string agent = "coop",
        string? scale = null, int receipts = 1)
    {
        decimal Kg(int i) => decimal.Floor((30 + (i * i * 7 % 301 * 0.1m)) / step) * step;
        if (scale is null)
            world.By(agent, "03-01 09:00").Processed(
                $"{agent}:r", [], [.. Enumerable.Range(0, count).Select(i => new Line($"{agent}:b{i:00}", Kg(i)))]);
        else
            for (var i = 0; i < count; i++) world.By(agent, "03-01 09:00").Weighed($"{agent}:b{i:00}", Kg(i), scale: scale);
        foreach (var part in Enumerable.Range(0, count).Chunk(count / receipts))
            world.By("trader", $"03-{5 + (part[0] * receipts / count):00}").Received(
                [.. part.Select(i => new Line($"{agent}:b{i:00}", Kg(i) + (stepsApart(i) * step), method))], from: "coop", scale: scale);
    }
}
