using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Explanations;
using NodaTime;

namespace Ledger.Rules.Tests.Explanations;

/// <summary>A finding says itself what was expected, what was seen, what would explain it and what to check.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void A_receipt_that_differs_is_told_in_both_languages()
    {
        var finding = Finding("R5", Guid.Empty.ToString(), 50.5m, 48m, 1.01m, "kg", "drying-spill-or-typing-error");

        var english = Explanation.Of(finding, Language.En);
        Assert.Equal("The receipt differs from the recorded mass", english.Title);
        Assert.Equal("The side that gave it up weighed 50.5 kg.", Plain(english.Expected));
        Assert.Equal("The side that received it weighed 48 kg: 2.5 kg apart.", Plain(english.Observed));
        Assert.Equal("A difference of up to 1.01 kg needs no explanation.", Plain(english.Tolerance!));
        Assert.Equal("It dried more than usual, some was spilt, or a mass was typed wrongly.", english.Innocent);
        Assert.StartsWith("Compare the masses", english.NextSteps[0], StringComparison.Ordinal);

        var french = Explanation.Of(finding, Language.Fr);
        Assert.Equal("La partie qui l’a reçu a pesé 48 kg : 2,5 kg d’écart.", Plain(french.Observed));
        Assert.Equal("Un écart allant jusqu’à 1,01 kg ne demande aucune explication.", Plain(french.Tolerance!));
        Assert.Equal(english.NextSteps.Count, french.NextSteps.Count);
    }

    [Fact]
    public void A_statistical_finding_says_how_unlikely_it_is_and_how_wrong_one_thing_would_have_to_be()
    {
        var finding = Finding("R6", "cassiterite/dry", 34_200, 34_480.44m, 250, "kg", "scales-apart", "holder-balance:mill/2026") with
        {
            Statistics = new("page-1", 6.25m, 3.59m, 68.4m, new(2026, 3, 1), new(2026, 5, 31),
                [new("scales-apart", 91.6m), new("single-readings", 8.4m)], new("scales-apart", 0.82m, 0.2m)),
        };

        var english = Explanation.Of(finding, Language.En);
        Assert.Equal("34,480.44 kg came out: 280.44 kg more, though each run may be within its limits.", Plain(english.Observed));
        Assert.Equal(
            "From 1 March 2026 to 31 May 2026 the test stands at 6.25 sigma; by chance alone it stays below 3.59."
            + " Of the uncertainty, 68.4 kg, the largest part (92 %) comes from the difference between scales.", Plain(english.Likelihood!));
        Assert.EndsWith("It would have to be wrong by 0.82 %; usual is 0.2 %.", Plain(english.Innocent), StringComparison.Ordinal);
        Assert.StartsWith("Du 1er mars 2026 au 31 mai 2026, le test atteint 6,25 sigma",
            Explanation.Of(finding, Language.Fr).Likelihood!, StringComparison.Ordinal);
        Assert.Null(Explanation.Of(finding with { Statistics = null }, Language.En).Likelihood);
    }

    [Fact]
    public void Each_kind_of_a_rules_findings_is_told_by_its_own_words()
    {
        Assert.StartsWith("One sheet", Title("R18", "sites:120"), StringComparison.Ordinal);
        Assert.StartsWith("Sheets are missing", Title("R18", "skipped"), StringComparison.Ordinal);
        Assert.StartsWith("Records of a device", Title("R19", "", "device:agent-1/d-1/0"), StringComparison.Ordinal);
        Assert.StartsWith("Many records", Title("R19", "", "site-month:S-1/2026-03"), StringComparison.Ordinal);
        Assert.StartsWith("Bagged while a suspension", Title("R13", "area:north"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_finding_itself_offers_comes_first()
    {
        var finding = Finding("R1", "", 1, 2, 0, "lots", "mistyped-tag-number") with
        {
            ProvisionalUntil = new LocalDate(2026, 3, 1), LikelyTags = [TagId.TryCreate("S", TagKind.Mine, "0000012")!.Value],
        };

        var said = Explanation.Of(finding, Language.Fr);

        Assert.Null(said.Tolerance);
        Assert.EndsWith("jusqu’au 1er mars 2026.", said.NextSteps[0], StringComparison.Ordinal);
        Assert.EndsWith(": 0000012.", said.NextSteps[1], StringComparison.Ordinal);
        Assert.StartsWith("Comparez le numéro", said.NextSteps[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Verbs_agree_with_the_number()
    {
        Assert.Equal("1 lot a été expédié.", Plain(Explanation.Of(Lots(1), Language.Fr).Expected));
        Assert.Equal("2 lots ont été expédiés.", Plain(Explanation.Of(Lots(2), Language.Fr).Expected));
        Assert.Equal("1 lot was dispatched.", Plain(Explanation.Of(Lots(1), Language.En).Expected));

        static FindingContent Lots(int count) => Finding("R23", "not-arrived:x", count, 0, 0, "lots", "record-not-yet-posted");
    }

    [Fact]
    public void A_finding_of_a_rule_that_is_no_more_is_told_in_general_words()
    {
        var said = Explanation.Of(Finding("R99", "", 3, 5, 0, "tags", "gone"), Language.En);
        Assert.Equal(("A difference to explain", "Observed: 5 tags."), (said.Title, Plain(said.Observed)));
        Assert.Equal(InnocentReasons.Unknown.English, said.Innocent);
    }

    private static string Title(string rule, string discriminator, string subject = "lot:a:1") =>
        Explanation.Of(Finding(rule, discriminator, 1, 2, 0, "records", "", subject), Language.En).Title;

    private static FindingContent Finding(
        string rule, string discriminator, decimal expected, decimal observed, decimal tolerance, string unit, string innocent,
        string subject = "lot:a:1") =>
        new(rule, 1, 0, subject, discriminator, FindingTier.Review, new([], 0, ""), expected, observed, tolerance, unit, innocent, [], null);

    // Spaces that do not break are told apart elsewhere.
    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
