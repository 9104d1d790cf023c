using System.Security.Cryptography;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Findings;

public sealed class FindingTests
{
    private static readonly FindingContent Content = new(
        "R5", 1, 0, "lot:coop:1", "d", FindingTier.Review, new([Paper.IdOf("a")], 1, "00"), 60, 66, 1.2m, "kg", "x", [], null);

    [Fact]
    public void Its_id_follows_from_rule_subject_and_discriminator_alone()
    {
        // UUIDv5 by an independent implementation; a changed id would orphan every finding that was ever raised.
        Assert.Equal(Guid.Parse("df539367-31f0-550e-9e11-c24769d86ed2"), Finding.IdOf(Content));
        Assert.Equal(Finding.IdOf(Content), Finding.IdOf(Content with { Observed = 1, RuleVersion = 2, SettingsVersion = 3 }));
        Guid[] others = [Finding.IdOf(Content with { Rule = "R4" }), Finding.IdOf(Content with { Subject = "lot:coop:2" }),
            Finding.IdOf(Content with { Discriminator = "e" })];
        Assert.Equal(4, others.Append(Finding.IdOf(Content)).Distinct().Count());
    }

    [Fact]
    public void Versions_and_the_incident_of_a_finding_have_ids_of_their_own()
    {
        var id = Finding.IdOf(Content);
        Guid[] ids = [id, Finding.IncidentOf(id), .. Enumerable.Range(0, 300).Select(version => Finding.EventIdOf(id, version))];
        Assert.Equal(302, ids.Distinct().Count());
        Assert.Equal(Finding.EventIdOf(id, 7), Finding.EventIdOf(id, 7));
    }

    [Fact]
    public void Evidence_shows_fifty_ids_counts_all_and_its_digest_covers_all()
    {
        var facts = Facts(120);
        var evidence = Finding.EvidenceOf(facts);
        var sorted = facts.Select(fact => fact.Custody).OrderBy(id => id.Value.ToString("N"), StringComparer.Ordinal).ToList();
        Assert.Equal(sorted.Take(50), evidence.Ids);
        Assert.Equal(120, evidence.Count);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData([.. sorted.SelectMany(id => Convert.FromHexString(id.Value.ToString("N")))])),
            evidence.Sha256);
    }

    [Fact]
    public void Evidence_is_the_same_in_any_order_and_named_twice()
    {
        var facts = Facts(60);
        var (one, other) = (Finding.EvidenceOf(facts), Finding.EvidenceOf([.. Enumerable.Reverse(facts), .. facts.Take(9)]));
        Assert.Equal((one.Count, one.Sha256), (other.Count, other.Sha256));
        Assert.Equal(one.Ids, other.Ids);
        Assert.NotEqual(one.Sha256, Finding.EvidenceOf(facts.Skip(1)).Sha256);
    }

    [Fact]
    public void Only_evidence_expected_observed_tolerance_and_tier_are_material()
    {
        FindingContent[] same = [Content with { RuleVersion = 2 }, Content with { SettingsVersion = 1 },
            Content with { InnocentExplanation = "y" },
            Content with { ProvisionalUntil = new(2026, 1, 1) }, Content with { Evidence = new([], 1, "00") }];
        FindingContent[] other = [Content with { Expected = 61 }, Content with { Observed = 67 }, Content with { Tolerance = 2 },
            Content with { Tier = FindingTier.Incident }, Content with { Evidence = new([Paper.IdOf("a")], 1, "01") }];
        Assert.DoesNotContain(same, content => Finding.DiffersMaterially(Content, content));
        Assert.All(other, content => Assert.True(Finding.DiffersMaterially(Content, content)));
    }

    [Fact]
    public void Settings_name_every_packaging()
    {
        Assert.Equal([71m, 900m, 1_500m, 1_500m], new Ledger.Domain.Values.Packaging?[]
        {
            Ledger.Domain.Values.Packaging.Bag, Ledger.Domain.Values.Packaging.Drum, Ledger.Domain.Values.Packaging.BigBag, null,
        }.Select(packaging => RuleSettings.Default.LimitOf(packaging).Kg));
    }

    [Fact]
    public void Rules_have_the_numbers_of_the_table_and_know_when_they_look()
    {
        string[] late = ["C1", "C2", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23",
            "R24", "R25", "R26", "R27", "R28", "R29", "R3", "R30", "R31", "R6", "R7", "R8", "R9"];
        Assert.Equal(["R1", "R2", "R2", "R4", "R5"],
            RuleBook.All.Where(rule => rule.Timing == RuleTiming.OnArrival).Select(rule => rule.Id).Order(StringComparer.Ordinal));
        Assert.Equal(late.Concat(["R1", "R2", "R4", "R5"]).Order(StringComparer.Ordinal), RuleBook.Ids);
    }

    private static List<Fact> Facts(int count)
    {
        var world = new World();
        for (var i = 0; i < count; i++) world.By("coop", "03-01").Weighed("coop:1", 1 + i);
        return [.. world.Arrived().Lot("coop:1").Facts];
    }
}
