using System.Net;
using System.Text.Json.Nodes;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>Dossiers over HTTP, verified with nothing but their bytes and the key of the log.</summary>
public sealed class DossierTests(ToldStory told) : IClassFixture<ToldStory>
{
    private string ProductPath => $"/v1/lots/{told.Product}/dossier.zip";

    [Fact]
    public async Task An_auditor_carries_away_all_there_is_and_it_verifies_offline()
    {
        var files = new DossierFiles(await told.Auditor.DownloadAsync(ProductPath));
        var report = files.Verified(told.Keys);

        Assert.True(report.Verified, report.ToString());
        Assert.Empty(report.Withheld);
        Assert.Empty(report.NotRun);
        Assert.True(report is { ProvenanceTraced: true, FindingsHidden: 0, FindingsConfirmed: > 0 }, report.ToString());
        Assert.NotNull(report.HeadsTakenAt);
        // both bags, the product, two tags, a run, three sales and three receipts, of which one was corrected
        Assert.Equal(12, report.SubjectsRun);
        var streams = files.Manifest["streams"]!.AsArray().Select(stream => (string)stream!).ToList();
        Assert.Contains("lot:" + told.Corrected.LotId, streams);
        Assert.Contains("lot:" + told.Heavy.LotId, streams);
        Assert.Single(streams, stream => stream.StartsWith("custody-event:", StringComparison.Ordinal));
        Assert.Single(streams, stream => stream.StartsWith("run:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Findings_are_stated_as_they_stand_with_what_was_explained()
    {
        var files = new DossierFiles(await told.Auditor.DownloadAsync(ProductPath));
        var findings = JsonNode.Parse(files[DossierFormat.Findings])!.AsArray();
        var receipts = findings.Where(finding => (string?)finding!["recorded"]?["content"]?["rule"] == "R5").ToList();

        var active = Assert.Single(receipts, finding => (string)finding!["recorded"]!["status"]! == "active")!;
        Assert.Equal("lot:" + told.Heavy.LotId, (string)active["found"]!["discriminator"]!);
        var withdrawn = Assert.Single(receipts, finding => (string)finding!["recorded"]!["status"]! == "withdrawn")!;
        Assert.Equal("lot:" + told.Corrected.LotId, (string)withdrawn["recorded"]!["content"]!["discriminator"]!);
        Assert.Null(withdrawn["found"]);
    }

    [Fact]
    public async Task A_tag_has_a_dossier_of_all_it_was_tied_on()
    {
        var files = new DossierFiles(await told.Auditor.DownloadAsync(told.Story.TagPath(told.Heavy.Tag) + "/dossier.zip"));
        var report = files.Verified(told.Keys);
        Assert.True(report.Verified, report.ToString());
        Assert.Contains("lot:" + told.Heavy.LotId, files.Text(DossierFormat.Manifest), StringComparison.Ordinal);
        Assert.DoesNotContain(told.Product, files.Text(DossierFormat.Manifest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_buyer_sees_what_passed_through_its_hands_and_how_much_is_withheld()
    {
        var files = new DossierFiles(await told.Story.Stranger.DownloadAsync(ProductPath));
        var report = files.Verified(told.Keys);

        Assert.True(report.Verified, report.ToString());
        Assert.Equal((2, 1), (report.Withheld["lot"], report.Withheld["run"]));
        Assert.False(report.ProvenanceTraced);
        Assert.DoesNotContain(told.Story.Miner.Organisation, files.Text(DossierFormat.Leaves), StringComparison.Ordinal);
        foreach (var name in DossierFormat.Files)
        {
            Assert.DoesNotContain(told.Heavy.LotId, files.Text(name), StringComparison.Ordinal);
            Assert.DoesNotContain(told.Corrected.LotId, files.Text(name), StringComparison.Ordinal);
        }

        var shares = JsonNode.Parse(files[DossierFormat.Provenance])![0]!["sites"]!.AsArray();
        Assert.Equal(["RW-0001", "RW-0002"], shares.Select(share => (string)share!["siteId"]!));
    }

    [Fact]
    public async Task Whoever_held_every_bag_has_the_whole_dossier()
    {
        var report = new DossierFiles(await told.Story.Trader.DownloadAsync(ProductPath)).Verified(told.Keys);
        Assert.True(report.Verified, report.ToString());
        Assert.DoesNotContain(report.Withheld, pair => pair.Key is "lot" or "run" or "tag");
    }

    [Fact]
    public async Task What_is_not_for_the_caller_looks_like_what_is_not_there()
    {
        Assert.Equal("not-found", (await told.Story.Miner.GetAsync(ProductPath)).Problem);
        Assert.Equal("not-found", (await told.Auditor.GetAsync("/v1/lots/nobody:none/dossier.zip")).Problem);
        Assert.Equal("not-found", (await told.Story.Stranger.GetAsync(told.Story.TagPath(told.Heavy.Tag) + "/dossier.zip")).Problem);
        Assert.Equal("field-errors", (await told.Auditor.GetAsync("/v1/lots/no%20lot/dossier.zip")).Problem);
        Assert.Equal("field-errors", (await told.Auditor.GetAsync("/v1/tags/RW/none/1/dossier.zip")).Problem);
    }

    [Fact]
    public async Task The_page_reads_in_two_languages_without_any_script()
    {
        var page = new DossierFiles(await told.Auditor.DownloadAsync(ProductPath)).Text(DossierFormat.Page);
        foreach (var expected in (string[])[
            "The receipt differs from the recorded mass", "La réception diffère de la masse enregistrée", "RW-0001", "@page { size: A4",
            "Ce qui est prouvé", ">58<", told.Product])
            Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sealed_parts_are_opened_for_their_recorder_and_auditors_and_for_nobody_else()
    {
        var auditors = new DossierFiles(await told.Auditor.DownloadAsync(ProductPath));
        Assert.Contains("\"note\"", Assert.Single(auditors.Lines(DossierFormat.Sealed)), StringComparison.Ordinal);
        Assert.Equal(1, auditors.Verified(told.Keys).Sealed);

        var recorders = new DossierFiles(await told.Story.Trader.DownloadAsync(ProductPath));
        Assert.Single(recorders.Lines(DossierFormat.Sealed));

        var others = new DossierFiles(await told.Story.Miner.DownloadAsync($"{told.Corrected.Path}/dossier.zip"));
        Assert.True(others.Verified(told.Keys).Verified);
        Assert.Empty(others.Lines(DossierFormat.Sealed));
    }
}
