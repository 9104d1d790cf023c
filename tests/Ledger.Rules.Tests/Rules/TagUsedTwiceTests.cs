using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class TagUsedTwiceTests
{
    public static readonly Cases Table = new("R1")
    {
        { "one tag, one bag, through a trader's hands", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("trader", "03-02").Received([new("100", 60)], from: "coop");
        } },
        { "two witnesses tie one tag on one bag", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("agency", "03-01").Tagged("coop:1", "100");
        } },
        { "a damaged tag is replaced", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("trader", "03-02").Tagged(lot: null, "200", replaces: "100");
        } },
        { "a mistyped number, corrected", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            var wrong = world.By("coop", "03-01 10:00").Tagged("coop:2", "100");
            world.By("coop", "03-02").Corrected(wrong, with => with.Tagged("coop:2", "101"));
        } },
        { "the same number of another series", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("coop", "03-01 10:00").Post("tagged", new()
            {
                ["lotId"] = "coop:2",
                ["tag"] = new System.Text.Json.Nodes.JsonObject { ["series"] = "CD", ["kind"] = "mine", ["number"] = "100" },
            });
        } },
        { "a mistyped number on a bag nobody took in", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("trader", "03-02").Received([new("coop:1", 60)], from: "coop");
            world.By("coop", "03-01 10:00").Bagged("coop:2", tag: "100", kg: 55);
        }, "review tag:RW/mine/100  1 2 ±0 lots mistyped-tag-number by coop on #0 #2" },
        { "a mistyped number, one digit from a tag of the site that nobody used", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "105").Assigned("180", "189", "site-2");
            world.By("coop", "03-01").Bagged("coop:0", tag: "104", kg: 60);
            world.By("coop", "03-01").Bagged("coop:1", tag: "101", kg: 60);
            world.By("coop", "03-01").Bagged("coop:2", tag: "101", kg: 55);
        }, "review tag:RW/mine/101  1 2 ±0 lots mistyped-tag-number by coop on #1 #2 likely 100 102 103 105" },
        { "on two bags, the number read on both by others", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("trader", "03-02").Received([new("100", 60)], from: "coop");
            world.By("mill", "03-05 10:00").Bagged("mill:2", tag: "100", kg: 55);
            world.By("exporter", "03-06").Received([new("100", 55)], from: "mill");
        }, "incident tag:RW/mine/100  1 2 ±0 lots mistyped-tag-number by coop,mill on #0 #2" },
        { "on two bags taken in by their ids: the other number was mistyped, and nobody read it", world =>
        {
            world.By("mill", "03-01 09:00").Bagged("mill:1", tag: "100", kg: 60);
            world.By("exporter", "03-02").Received([new("mill:1", 60)], from: "mill");
            world.By("mill", "03-01 10:00").Bagged("mill:2", tag: "100", kg: 55);
            world.By("exporter", "03-02").Received([new("mill:2", 55)], from: "mill");
        }, "review tag:RW/mine/100  1 2 ±0 lots mistyped-tag-number by mill on #0 #2" },
        { "a third, mistyped use does not hide two that are corroborated", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("trader", "03-02").Received([new("100", 60)], from: "coop");
            world.By("mill", "03-05 10:00").Bagged("mill:2", tag: "100", kg: 55);
            world.By("exporter", "03-06").Received([new("100", 55)], from: "mill");
            world.By("mill", "03-07").Tagged("mill:3", "100");
        }, "incident tag:RW/mine/100  1 3 ±0 lots mistyped-tag-number by coop,mill on #0 #2 #4" },
        { "estimated masses are no witness", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, method: "estimated");
            world.By("trader", "03-02").Received([new("100", 60)], from: "coop");
            world.By("mill", "03-05 10:00").Bagged("mill:2", tag: "100", kg: 55);
            world.By("exporter", "03-06").Received([new("100", 55)], from: "mill");
        }, "review tag:RW/mine/100  1 2 ±0 lots mistyped-tag-number by coop,mill on #0 #2" },
        { "its own recorder's receipt is no witness", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("coop", "03-02").Received([new("100", 60)]);
            world.By("mill", "03-05 10:00").Bagged("mill:2", tag: "100", kg: 55);
            world.By("exporter", "03-06").Received([new("100", 55)], from: "mill");
        }, "review tag:RW/mine/100  1 2 ±0 lots mistyped-tag-number by coop,mill on #0 #2" },
        { "on one bag by its id, on another by the tag it replaced there", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60);
            world.By("coop", "03-01 09:30").Bagged("coop:2", tag: "200", kg: 60);
            world.By("trader", "03-02").Tagged(lot: null, "200", replaces: "100");
        }, "review tag:RW/mine/200  1 2 ±0 lots mistyped-tag-number by coop,trader on #1 #2" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R1_one_tag_on_two_lots(string why) => Table.Check(why);
}
