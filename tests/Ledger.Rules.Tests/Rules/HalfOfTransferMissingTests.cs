using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

public sealed class HalfOfTransferMissingTests
{
    public static readonly Cases Table = new("R28")
    {
        { "both halves by the sale's id", world =>
        {
            Sell(world);
            world.By("trader", "03-05").Received([new("100", 60)], from: "coop", sale: "coop:s");
        } },
        { "both halves by parties and lot, one by the tag, one by the id", world =>
        {
            Sell(world);
            world.By("trader", "03-05").Received([new("100", 60)], from: "coop");
        } },
        { "the other half weeks late", world =>
        {
            Sell(world);
            world.By("trader", "03-29").Received([new("coop:1", 60)], from: "coop");
        } },
        { "received first, sold on a later sheet", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-02").Received([new("100", 60)], from: "coop");
            world.By("coop", "03-20").Sold("coop:s", "coop", "trader", ["coop:1"]);
        } },
        { "both halves on one sheet, the buyer written as another", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("coop", "03-02").OnSheet("B7", "12").Sold("coop:s", "coop", "trader-branch", ["coop:1"]);
            world.By("trader", "03-02").OnSheet("B7", "12").Received([new("100", 60)], from: "coop");
        } },
        { "refused is an answer too", world =>
        {
            Sell(world);
            world.By("trader", "03-05").Received([], from: "coop", refused: ["100"]);
        } },
        { "countersigned by a buyer without an account", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("coop", "03-02").CountersignedBy("trader").Sold("coop:s", "coop", "trader", ["coop:1"]);
        } },
        { "countersigned by a seller without an account", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-02").CountersignedBy("coop").Received([new("100", 60)], from: "coop");
        } },
        { "taken in for storage: nobody sold it", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("depot", "03-02").Received([new("100", 60)], from: "coop", basis: "storage");
        } },
        { "a sale that did not occur, corrected", world => world.By("coop", "03-03").Corrected(Sell(world)) },
        { "sold, never received", world => Sell(world),
            "review sale:coop:s not-received 1 0 ±0 lots record-not-yet-posted by coop,trader on #1" },
        { "one of three lots missing", world =>
        {
            world.By("coop", "03-02").Sold("coop:s", "coop", "trader", ["coop:1", "coop:2", "coop:3"]);
            world.By("trader", "03-05").Received(["coop:1", "coop:3"], from: "coop", sale: "coop:s");
        }, "review sale:coop:s not-received 3 2 ±0 lots record-not-yet-posted by coop,trader on #0" },
        { "one sale on two sheets, the second one's lot missing", world =>
        {
            world.By("coop", "03-02").Sold("coop:s", "coop", "trader", ["coop:1"]);
            world.By("coop", "03-03").Sold("coop:s", "coop", "trader", ["coop:2"]);
            world.By("trader", "03-05").Received(["coop:1"], from: "coop", sale: "coop:s");
        }, "review sale:coop:s not-received 2 1 ±0 lots record-not-yet-posted by coop,trader on #1" },
        { "received by another than the buyer", world =>
        {
            Sell(world);
            world.By("rival", "03-05").Received([new("100", 60)], from: "coop", basis: "storage");
        }, "review sale:coop:s not-received 1 0 ±0 lots record-not-yet-posted by coop,trader on #1" },
        { "received on a sale nobody recorded", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-02").Received([new("100", 60)], from: "coop");
        }, "review delivery:#1 not-sold:#1 1 0 ±0 lots record-not-yet-posted by coop,trader on #1" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R28_one_half_of_a_transfer_is_missing(string why) => Table.Check(why);

    [Fact]
    public void It_waits_for_the_settings_days_and_says_when_to_look_again()
    {
        var world = new World();
        Sell(world);
        var sale = world.Arrived().Sale("coop:s");
        var rule = RuleBook.Transfer.Single(each => each.Id == "R28");
        Assert.Equal(RuleTiming.AtDayClose, rule.Timing);
        Assert.Equal(new LocalDate(2026, 4, 2), rule.DueOn!(sale, RuleSettings.Default, new(2026, 3, 2)));
        Assert.Empty(rule.Evaluate(sale, RuleSettings.Default, new(2026, 4, 1)));
        Assert.Single(rule.Evaluate(sale, RuleSettings.Default, new(2026, 4, 2)));
        Assert.Null(rule.DueOn!(sale, RuleSettings.Default, new(2026, 4, 2)));
    }

    private static Ledger.Domain.Values.CustodyEventId Sell(World world)
    {
        world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        return world.By("coop", "03-02").Sold("coop:s", "coop", "trader", [new("coop:1", 60)]);
    }
}
