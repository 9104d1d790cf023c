namespace Ledger.Rules.Tests.Recorders;

/// <summary>Few lots, tags, parties and days, so that everything collides: mistypings, late halves, rings of corrections.</summary>
public static class AnyWorld
{
    private static readonly string[] Parties = ["coop", "trader", "mill"];

    public static World Of(Random random)
    {
        var world = new World();
        if (random.Next(3) > 0) Enter(world.Office("01-10"));
        for (var count = random.Next(1, 25); count > 0; count--) Record(world, random);
        return world;
    }

    private static void Enter(Office office) => office.Protected("PARK", "01-01", (30.05m, -2, 31, 0))
        .Issued("100", "102", on: "01-01").Assigned("100", "101").Allowed(2)
        .Baseline(kg: 60, capacityKg: 90)
        .Site(minerals: [Ledger.Domain.Values.Mineral.Cassiterite]).Status(Ledger.Domain.Values.SiteStatus.Red, "02-01", site: "site-1");

    private static void Record(World world, Random random)
    {
        var party = Parties[random.Next(3)];
        var by = world.By(party, When(random));
        var own = $"{party}:{random.Next(3)}";
        if (random.Next(12) == 0) by.AsProgramme();
        if (random.Next(12) == 0) by.CountersignedBy(Parties[random.Next(3)]);
        if (random.Next(6) == 0) by.OnSheet("B1", $"{random.Next(4)}", random.Next(2) + 1);
        if (random.Next(6) == 0) by.OnDevice("phone", random.Next(9));
        if (random.Next(6) == 0) by.At(-1 - (random.Next(2) * 0.1m), 30, 5);
        switch (random.Next(21))
        {
            case 0 or 1:
                by.Bagged(own, random.Next(3) == 0 ? null : Tag(random), Kg(random), Method(random), holder: Parties[random.Next(3)],
                    site: $"site-{random.Next(1, 3)}", mineral: random.Next(4) == 0 ? "coltan" : "cassiterite");
                break;
            case 2: by.Tagged(own, Tag(random)); break;
            case 3: by.Tagged(lot: null, $"10{random.Next(2)}", replaces: $"10{random.Next(2, 4)}"); break;
            case 4: by.Tagged(lot: null, $"10{random.Next(2, 4)}", replaces: $"10{random.Next(2)}"); break;
            case 5: by.Weighed(Lot(random), Kg(random), Method(random), random.Next(5) == 0 ? "dry" : "wet"); break;
            case 6: by.Sold($"{party}:s", party, Other(party), [Named(random)], random.Next(2) == 0 ? "agreed" : "delivered"); break;
            case 7: by.Received([Named(random)], from: Other(party), sale: random.Next(2) == 0 ? $"{Other(party)}:s" : null); break;
            case 8: by.Received([], from: Other(party), refused: [Lot(random)]); break;
            case 9: by.Processed($"{party}:r", [Named(random)], [new(own, Kg(random), Moisture: 5)], final: random.Next(2) == 0); break;
            case 10: by.Dispatched($"{party}:m", Other(party), [Named(random)], carrier: random.Next(2) == 0 ? "lorries" : null); break;
            case 11: by.Arrived(random.Next(2) == 0 ? $"{Other(party)}:m" : null, [Named(random)]); break;
            case 12: by.Certified(Lot(random), $"C{random.Next(2)}", Kg(random)); break;
            case 13: by.Post("untagged-found", new() { ["holder"] = Parties[random.Next(3)] }); break;
            case 14: by.Post("suspended", Suspension(random)); break;
            case 15: Calibrate(by, random.Next(2) == 0 ? "passed" : "failed"); break;
            case 16: WeighOnScale(by, random); break;
            case 17: by.Post("lock-box-counted", LockBox(random)); break;
            case 18:
                by.Post("title-passed", new() { ["saleId"] = $"{party}:s", ["from"] = party, ["to"] = Other(party), ["ground"] = "paid" });
                break;
            case 19:
                by.Post("sale-cancelled", new()
                {
                    ["saleId"] = $"{party}:s", ["seller"] = party, ["buyer"] = Other(party), ["reason"] = "withdrawn",
                });
                break;
            default: Correct(world, by, random); break;
        }
    }

    private static System.Text.Json.Nodes.JsonObject Suspension(Random random)
    {
        var day = $"2026-0{random.Next(2, 4)}-01T08:00:00+02:00";
        return random.Next(2) == 0 ? new() { ["country"] = "RW", ["from"] = day, ["noticedAt"] = day }
            : new() { ["partyId"] = Parties[random.Next(3)], ["from"] = day, ["noticedAt"] = day };
    }

    private static System.Text.Json.Nodes.JsonObject LockBox(Random random) => new()
    {
        ["siteId"] = "site-1", ["box"] = "A", ["series"] = "RW", ["kind"] = "mine",
        ["counted"] = random.Next(3), ["removed"] = random.Next(3),
        ["keyHolders"] = new System.Text.Json.Nodes.JsonArray(KeyHolder("a"), KeyHolder("b")),
    };

    private static System.Text.Json.Nodes.JsonObject KeyHolder(string name) => new() { ["role"] = "key-holder", ["ref"] = name };

    private static void Calibrate(Recorder by, string result) =>
        by.Post("scale-calibrated", new() { ["scaleId"] = "scale", ["result"] = result });

    private static void WeighOnScale(Recorder by, Random random) => by.Post("weighed", Line.Named(Lot(random), new()
    {
        ["netKg"] = Kg(random), ["method"] = "measured", ["basis"] = "wet", ["purpose"] = "stock", ["scaleId"] = "scale",
    }));

    // Of anything, itself not yet posted perhaps, or a correction: rings come about.
    private static void Correct(World world, Recorder by, Random random)
    {
        var target = random.Next(world.Papers.Count + 3);
        if (target == world.Papers.Count) target++;
        by.Corrected(Paper.IdOf($"{target}"), random.Next(2) == 0 ? null : with => with.Weighed(Lot(random), Kg(random)));
    }

    private static string When(Random random) => $"03-0{random.Next(1, 5)}" + random.Next(3) switch
    {
        0 => "",
        1 => random.Next(2) == 0 ? " am" : " pm",
        _ => $" {random.Next(6, 20):00}:00",
    };

    private static string Other(string party) => Parties[(Array.IndexOf(Parties, party) + 1) % 3];

    private static Line Named(Random random) => new(Lot(random), Kg(random), Method(random), random.Next(2) == 0 ? null : 5);

    private static string Lot(Random random) => random.Next(2) == 0 ? Tag(random) : $"{Parties[random.Next(3)]}:{random.Next(3)}";

    private static string Tag(Random random) => $"10{random.Next(4)}";

    private static decimal Kg(Random random) => random.Next(10, 100);

    private static string Method(Random random) => random.Next(3) == 0 ? "estimated" : "measured";
}
