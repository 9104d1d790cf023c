using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>R5 on whole shipments: bags of the coop, weighed on 1 March, taken in by the trader on the 5th.</summary>
public sealed class ShipmentDiffersTests
{
    private static readonly decimal[] Bags =
    [
        41.2m, 47.6m, 44.4m, 52.8m, 38.6m, 45.0m, 49.2m, 43.4m, 46.8m, 50.6m, 40.2m, 48.4m, 45.8m, 42.2m, 51.4m, 44.0m, 47.0m, 39.8m,
        45.4m, 46.2m,
    ];

    // What the trader's scale showed more or less than what was there: single readings.
    private static readonly decimal[] Readings =
        [0.1m, -0.1m, 0, 0.1m, -0.2m, 0.1m, 0, 0, 0.1m, -0.1m, 0, 0.2m, -0.1m, 0, 0, -0.1m, 0.1m, 0, 0.1m, -0.1m];

    public static readonly Cases Table = new("R5")
    {
        { "as sent", world => Shipped(world, 20, 1) },
        { "dried a little", world => Shipped(world, 20, 0.994m) },
        { "a scale in service is off by half a percent", world => Shipped(world, 20, 1.005m) },
        { "two hours late and one percent more, from a scale that nobody calibrated", world =>
        {
            world.By("office", "02-01").Scale("sc-coop", 0.2m);
            Shipped(world, 20, 1.014m, sentOn: "sc-coop");
        } },
        { "a percent and a half more on every bag: worth a look", world => Shipped(world, 20, 1.014m),
            "review sale:coop:s shipment 910 922.8 ±7.838 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "two percent more on every bag", world => Shipped(world, 20, 1.02m),
            "incident sale:coop:s shipment 910 928.3 ±15.141 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "three percent gone from every bag", world => Shipped(world, 20, 0.97m),
            "incident sale:coop:s shipment 910 882.8 ±22.422 kg drying-spill-or-typing-error by coop,trader on #0 #1" },
        { "two percent more, in two receipts of the sale", world => Shipped(world, 20, 1.02m, receipts: 2),
            "incident sale:coop:s shipment 910 928.3 ±15.141 kg scale-or-typing-error by coop,trader on #0 #1 #2" },
        { "few bags: that may be one slip", world => Shipped(world, 4, 1.017m),
            "review sale:coop:s shipment 186 189.3 ±1.718 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "a percent more, and the scale is known to show nearly so much too much", world =>
        {
            Check(world, "sc-trader", shown: 1.008m);
            Shipped(world, 20, 1.01m, sentOn: "sc-coop", receivedOn: "sc-trader");
        } },
        { "both on one scale: what it is off by is in both", world =>
        {
            world.By("office", "02-01").Scale("sc", 0.2m);
            Shipped(world, 20, 1.01m, sentOn: "sc", receivedOn: "sc");
        }, "incident sale:coop:s shipment 910 919.3 ±5.689 kg scale-or-typing-error by coop,trader on "
                + $"{string.Join(' ', Enumerable.Range(2, 21).Select(paper => $"#{paper}"))}" },
        { "one mass mistyped", world => Shipped(world, 20, 1, replaced: (6, 94.2m)),
            "review sale:coop:s lot:coop:b06 49.2 94.2 ±1.181 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "a mistyped mass among bags that all gained", world => Shipped(world, 20, 1.02m, replaced: (6, 94.2m)),
            "review sale:coop:s lot:coop:b06 50.193 94.2 ±1.181 kg scale-or-typing-error by coop,trader on #0 #1",
            "incident sale:coop:s shipment 860.8 878.1 ±14.337 kg scale-or-typing-error by coop,trader on #0 #1" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R5_a_shipment_far_from_what_was_recorded_of_it(string why) => Table.Check(why);

    private static void Check(World world, string scale, decimal shown)
    {
        world.By("office", "02-01").Scale(scale, 0.05m);
        world.By("office", "02-02").Calibrated(scale);
        for (var day = 10; day < 20; day++) world.By("trader", $"02-{day}").Checked(scale, 100, 100 * shown);
    }

    private static void Shipped(
        World world, int count, decimal factor, int receipts = 1, string? sentOn = null, string? receivedOn = null,
        (int Index, decimal Kg)? replaced = null)
    {
        world.By("coop", "03-01 09:00").Processed("coop:r", [], [.. Bags.Take(count).Index()
            .Select(bag => new Line($"coop:b{bag.Index:00}", bag.Item))], final: false);
        if (sentOn is not null)
            foreach (var (index, kg) in Bags.Take(count).Index())
                world.By("coop", "03-01 10:00").Weighed($"coop:b{index:00}", kg, scale: sentOn);
        Line[] lines = [.. Bags.Take(count).Index().Select(bag => new Line($"coop:b{bag.Index:00}",
            replaced is { } other && other.Index == bag.Index ? other.Kg : Shown(bag.Index, factor)))];
        foreach (var part in lines.Chunk((count + receipts - 1) / receipts))
            world.By("trader", "03-05 09:00").Received(part, from: "coop", sale: "coop:s", scale: receivedOn);
    }

    private static decimal Shown(int index, decimal factor) =>
        decimal.Round(((Bags[index] * factor) + Readings[index]) * 10, 0, MidpointRounding.AwayFromZero) / 10;
}
