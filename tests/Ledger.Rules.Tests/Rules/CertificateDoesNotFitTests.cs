using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class CertificateDoesNotFitTests
{
    public static readonly Cases Table = new("R15")
    {
        { "one paper, for what was weighed, shipped in time", world =>
        {
            Weigh(world);
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("exporter", "05-10").Exported("exporter:x", "2026-05-10", "C1");
        } },
        { "the same paper seen by two", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("customs", "05-09").Certified("exporter:x", "C1", 20_000);
        } },
        { "certified again in place of the first", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("exporter", "06-02").Certified("exporter:x", "C2", 20_000, issued: "2026-06-01", replaces: "C1");
        } },
        { "certified again after the first was taken back", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("exporter", "05-20").Post("certificate-revoked", Line.Named("exporter:x", new()
            {
                ["authority"] = "mines-office", ["number"] = "C1", ["reason"] = "error",
            }));
            world.By("exporter", "06-02").Certified("exporter:x", "C2", 20_000, issued: "2026-06-01");
        } },
        { "a weight within what two scales differ", world =>
        {
            Weigh(world);
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_400);
        } },
        { "shipped on its last day", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("exporter", "07-30").Exported("exporter:x", "2026-07-30", "C1");
        } },
        { "shipped late under a mistyped date, corrected", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            var wrong = world.By("exporter", "07-10").Exported("exporter:x", "2027-07-10", "C1");
            world.By("exporter", "07-11").Corrected(wrong, with => with.Exported("exporter:x", "2026-07-10", "C1"));
        } },
        { "certified twice", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("exporter", "06-02").Certified("exporter:x", "C2", 20_000, issued: "2026-06-01");
        }, "incident lot:exporter:x twice 1 2 ±0 certificates replacement-not-stated by exporter on #0 #1" },
        { "valid for ninety-one days", world => world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000, expires: "2026-07-31"),
            "review lot:exporter:x too-long:mines-office/C1 90 91 ±0 days date-mistyped by exporter on #0" },
        { "another weight", world =>
        {
            Weigh(world);
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_500);
        }, "review lot:exporter:x weight:mines-office/C1 20000 20500 ±400 kg scale-or-typing-error by exporter on #0 #1" },
        { "shipped a day too late", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("exporter", "07-31").Exported("exporter:x", "2026-07-31", "C1");
        }, "review lot:exporter:x shipped:#1 0 1 ±0 days date-mistyped by exporter on #0 #1" },
        { "shipped two days before it was issued", world =>
        {
            world.By("exporter", "05-02").Certified("exporter:x", "C1", 20_000);
            world.By("exporter", "04-29").Exported("exporter:x", "2026-04-29");
        }, "review lot:exporter:x shipped:#1 0 2 ±0 days date-mistyped by exporter on #0 #1" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R15_a_certificate_that_does_not_fit(string why) => Table.Check(why);

    private static void Weigh(World world) => world.By("exporter", "05-01").Weighed("exporter:x", 20_000, purpose: "export");
}
