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
        Assert.Equal("By what was recorded of it before, 50.5 kg were to be expected.", Plain(english.Expected));
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
    public void A_statistical_finding_says_how_unlikely_it_is_and_which_error_would_explain_it()
    {
        var finding = Finding("R6", "cassiterite/dry", 12_000, 12_150.5m, 90, "kg", "scale") with
        {
            Statistics = new(
                "page-0.25", 9.1m, 8.37m, 31.2m, new LocalDate(2026, 1, 1), new LocalDate(2026, 5, 31),
                [new("scale", 61), new("single-readings", 39)], new("scale", 1.1m, 0.3m)),
        };

        var english = Explanation.Of(finding, Language.En);
        Assert.Equal(
            "From 1 January 2026 to 31 May 2026 the differences add up to 9.1 times their uncertainty (31.2 kg, 1 sigma); "
            + "honest measurements seldom go beyond 8.37 times.", Plain(english.HowUnlikely!));
        Assert.Equal("The largest part of this uncertainty (61%) comes from the scale.", english.MainUncertainty);
        Assert.EndsWith(". An error of 1.1% would explain it; 0.3% is usual.", english.Innocent, StringComparison.Ordinal);

        var french = Explanation.Of(finding, Language.Fr);
        Assert.StartsWith("Du 1er janvier 2026 au 31 mai 2026, les écarts", french.HowUnlikely, StringComparison.Ordinal);
        Assert.EndsWith("(61 %) vient de la balance.", Plain(french.MainUncertainty!), StringComparison.Ordinal);
        Assert.EndsWith("Une erreur de 1,1 % l’expliquerait ; 0,3 % est courant.", Plain(french.Innocent), StringComparison.Ordinal);

        var single = Explanation.Of(finding with { Statistics = finding.Statistics with { Test = "shewhart", Bias = null } }, Language.En);
        Assert.StartsWith("The difference is 9.1 times", single.HowUnlikely, StringComparison.Ordinal);
        Assert.DoesNotContain("An error of", single.Innocent, StringComparison.Ordinal);
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
        new(rule, 1, 0, subject, discriminator, FindingTier.Review, new([], 0, ""), expected, observed, tolerance, unit, innocent, [],
            ProvisionalUntil: null);

    // Spaces that do not break are told apart elsewhere.
    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
