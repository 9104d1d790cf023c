using System.Text.Json.Nodes;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class TagUsedAfterItsEndTests
{
    public static readonly Cases Table = new("R2")
    {
        { "cut on the day it was tied on: nobody knows the hour", world =>
        {
            world.By("coop", "03-01 16:00").Bagged("coop:1", tag: "100", kg: 60);
            Cut(world, "03-01");
        } },
        { "cut after it was used", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            Cut(world, "03-20");
        } },
        { "void by mistake, corrected", world =>
        {
            var wrong = world.By("agency", "02-01").Post("tag-voided", Range("100", "120"));
            world.By("coop", "03-01").Bagged("coop:1", tag: "110", kg: 60);
            world.By("agency", "03-02").Corrected(wrong);
        } },
        { "named by a slip as what another tag replaced", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            world.By("coop", "03-02").Tagged("coop:1", "101", replaces: "200");
            world.By("coop", "03-03").Bagged("coop:2", tag: "200", kg: 60);
            world.By("trader", "03-04").Received([new("200", 60)], from: "coop");
        } },
        { "named by a slip as what was replaced, while another bag wears it", world =>
        {
            world.By("coop", "03-01").Bagged("coop:2", tag: "200", kg: 60);
            world.By("coop", "03-02").Tagged("coop:1", "101", replaces: "200");
            world.By("agency", "03-04").Tagged("coop:2", "200");
        } },
        { "cut under a mistyped number before it was ever used", world =>
        {
            Cut(world, "03-01");
            world.By("coop", "03-03").Bagged("coop:1", tag: "100", kg: 60);
        } },
        { "cut and tied on within hours: the sheets were typed when there was time", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            Cut(world, "03-02 09:00");
            world.By("coop", "03-02 16:00").Tagged("coop:1", "100");
        } },
        { "used after it was void", world =>
        {
            world.By("agency", "02-01").Post("tag-voided", Range("100", "120"));
            world.By("coop", "03-01").Bagged("coop:1", tag: "110", kg: 60);
        }, "review tag:RW/mine/110 after-end 0 1 ±0 tags mistyped-tag-number by agency,coop on #0 #1" },
        { "used after it was stolen, on a bag that was weighed and taken in", world =>
        {
            world.By("agency", "02-01").Post("tag-stolen", Range("100", "120"));
            world.By("coop", "03-01").Bagged("coop:1", tag: "110", kg: 60);
            world.By("trader", "03-02").Received([new("110", 60)], from: "coop");
        }, "incident tag:RW/mine/110 after-end 0 1 ±0 tags mistyped-tag-number by agency,coop on #0 #1" },
        { "tied on again after it was cut", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            Cut(world, "03-20");
            world.By("coop", "03-22").Tagged("coop:2", "100");
        }, "review tag:RW/mine/100 after-end 0 1 ±0 tags mistyped-tag-number by coop,trader on #1 #2" },
        { "tied on again after another took its place", world =>
        {
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            world.By("coop", "03-02").Tagged("coop:1", "101", replaces: "100");
            world.By("coop", "03-04").Tagged("coop:2", "100");
        }, "review tag:RW/mine/100 after-end 0 1 ±0 tags mistyped-tag-number by coop on #1 #2" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R2_a_tag_used_after_its_end(string why) => Table.Check(why);

    private static void Cut(World world, string when) =>
        world.By("trader", when).Post("tags-cut", new() { ["tags"] = new JsonArray(Line.TagNamed("100")) });

    private static JsonObject Range(string from, string to) => new() { ["series"] = "RW", ["kind"] = "mine", ["from"] = from, ["to"] = to };
}
