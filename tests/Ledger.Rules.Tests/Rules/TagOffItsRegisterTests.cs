using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class TagOffItsRegisterTests
{
    public static readonly Cases Table = new("R2")
    {
        { "nobody keeps a register of tags", world => world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60) },
        { "issued, assigned to its site, used there", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "149");
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
        } },
        { "issued and not assigned to anybody, at a site of which the register knows no tags", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "149", "site-2");
            world.By("coop", "03-01").Bagged("coop:1", tag: "150", kg: 60);
        } },
        { "used before the register had tags of that series", world =>
        {
            world.Office("04-10").Issued("100", "199").Assigned("100", "149", "site-2");
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            world.By("coop", "03-01").Bagged("coop:2", tag: "900", kg: 60);
        } },
        { "entered late with the day they were issued on", world =>
        {
            world.Office("01-10").Issued("500", "599");
            world.Office("04-10").Issued("100", "199", on: "02-01");
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
        } },
        { "used on the morning of the day they were issued: the register was typed when there was time", world =>
        {
            world.Office("01-10").Issued("500", "599");
            world.Office("03-02").Issued("100", "199");
            world.By("coop", "03-01 16:00").Bagged("coop:1", tag: "100", kg: 60);
        } },
        { "tied on again at the site it belongs to, after a correction", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "149").Assigned("150", "199", "site-2");
            var wrong = world.By("coop", "03-01").Bagged("coop:1", tag: "150", kg: 60);
            world.By("coop", "03-02").Corrected(wrong, with => with.Bagged("coop:1", tag: "140", kg: 60));
        } },
        { "of another site, on a bag nobody took in by that number", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "149").Assigned("150", "199", "site-2");
            world.By("coop", "03-01").Bagged("coop:1", tag: "150", kg: 60);
            world.By("trader", "03-02").Received([new("coop:1", 60)], from: "coop");
        }, "review tag:RW/mine/150 off-site 0 1 ±0 tags mistyped-tag-number by coop on #0 likely 100 105 110 120 130" },
        { "of another site, read on the bag by who took it in", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "149").Assigned("150", "199", "site-2");
            world.By("coop", "03-01").Bagged("coop:1", tag: "155", kg: 60);
            world.By("trader", "03-02").Received([new("155", 60)], from: "coop");
        }, "incident tag:RW/mine/155 off-site 0 1 ±0 tags mistyped-tag-number by coop on #0 likely 105 115 125 135 145" },
        { "of nobody yet, at a site that has tags of its own", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "109");
            world.By("coop", "03-01").Bagged("coop:1", tag: "177", kg: 60);
        }, "review tag:RW/mine/177 off-site 0 1 ±0 tags mistyped-tag-number by coop on #0 likely 107" },
        { "never issued", world =>
        {
            world.Office("01-10").Issued("100", "199").Assigned("100", "109");
            world.By("coop", "03-01").Bagged("coop:0", tag: "103", kg: 60);
            world.By("coop", "03-01").Bagged("coop:1", tag: "203", kg: 60);
            world.By("coop", "03-01").Bagged("coop:2", tag: "102", kg: 60);
        }, "review tag:RW/mine/203 not-issued 0 1 ±0 tags mistyped-tag-number by coop on #1" },
        { "used weeks before they were issued", world =>
        {
            world.Office("01-10").Issued("500", "599");
            world.Office("03-20").Issued("100", "199");
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
        }, "review tag:RW/mine/100 before-issue 0 1 ±0 tags issue-recorded-late by coop on #0" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R2_a_tag_off_its_register(string why) => Table.Check(why);
}
