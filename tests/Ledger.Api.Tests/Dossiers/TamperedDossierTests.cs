using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Cli.Verify;
using Ledger.Transparency.Dossiers;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>Whoever changes a dossier, and makes its manifest fit, is found out; and what was changed is named.</summary>
public sealed class TamperedDossierTests(ToldStory told) : IClassFixture<ToldStory>
{
    private async Task<DossierFiles> DossierAsync() =>
        new(await told.Auditor.DownloadAsync($"/v1/lots/{told.Product}/dossier.zip"));

    [Fact]
    public async Task A_changed_leaf_is_named_by_its_sequence()
    {
        var files = await DossierAsync();
        var lines = files.Lines(DossierFormat.Leaves);
        foreach (var (place, line) in lines.Index().Where(each => each.Item.Contains("\"netKg\":47", StringComparison.Ordinal)).ToList())
        {
            List<string> changed = [.. lines];
            changed[place] = line.Replace("\"netKg\":47", "\"netKg\":41", StringComparison.Ordinal);
            var report = files.WithLines(DossierFormat.Leaves, changed).Rehashed().Verified(told.Keys);
            Assert.Contains((long)JsonNode.Parse(line)!["seq"]!, report.Problems.Select(problem => problem.Sequence));
        }
    }

    [Fact]
    public async Task A_leaf_that_is_left_out_is_missed_wherever_it_stood()
    {
        var files = await DossierAsync();
        var (leaves, proofs) = (files.Lines(DossierFormat.Leaves), files.Lines(DossierFormat.Proofs));
        for (var place = 0; place < leaves.Count; place++)
        {
            var stream = (string)JsonNode.Parse(leaves[place])!["stream"]!;
            var report = files
                .WithLines(DossierFormat.Leaves, leaves.Where((_, other) => other != place))
                .WithLines(DossierFormat.Proofs, proofs.Where((_, other) => other != place)).Rehashed().Verified(told.Keys);
            Assert.False(report.Verified, $"{stream}: {report}");
            if (stream != "heads") Assert.Contains(report.Problems, problem => problem.Stream == stream);
        }
    }

    [Fact]
    public async Task A_stream_that_is_left_out_with_its_place_in_the_manifest_is_missed()
    {
        foreach (var stream in (await DossierAsync()).Manifest["streams"]!.AsArray().Select(stream => (string)stream!))
        {
            var files = await DossierAsync();
            var (leaves, proofs) = (files.Lines(DossierFormat.Leaves), files.Lines(DossierFormat.Proofs));
            var kept = leaves.Select(leaf => (string)JsonNode.Parse(leaf)!["stream"]! != stream).ToList();
            var report = files
                .WithLines(DossierFormat.Leaves, leaves.Where((_, place) => kept[place]))
                .WithLines(DossierFormat.Proofs, proofs.Where((_, place) => kept[place]))
                .WithManifest(manifest => manifest["streams"] = new JsonArray(
                    [.. manifest["streams"]!.AsArray().Where(other => (string)other! != stream).Select(other => other!.DeepClone())]))
                .Rehashed().Verified(told.Keys);
            Assert.False(report.Verified, $"{stream}: {report}");
        }
    }

    [Fact]
    public async Task What_is_stated_must_follow_from_the_events()
    {
        (string File, string From, string To)[] changes =
        [
            (DossierFormat.Findings, "\"observed\":47", "\"observed\":41"),
            (DossierFormat.Findings, "\"active\"", "\"withdrawn\""),
            (DossierFormat.Provenance, "RW-0001", "RW-0009"),
            (DossierFormat.Provenance, "0.5", "0.6"),
            (DossierFormat.Page, "RW-0001", "RW-0009"),
            (DossierFormat.Manifest, "\"demo-auditor\"", "\"demo-buyer\""),
            (DossierFormat.Sealed, "note", "people"),
            (DossierFormat.Heads, "\"version\":", "\"version\":1"),
        ];
        foreach (var (file, from, to) in changes)
        {
            var files = await DossierAsync();
            Assert.Contains(from, files.Text(file), StringComparison.Ordinal);
            var report = files.With(file, files.Text(file).Replace(from, to, StringComparison.Ordinal)).Rehashed().Verified(told.Keys);
            Assert.False(report.Verified, $"{file}: {from} -> {to}");
        }

        Assert.False((await DossierAsync()).With(DossierFormat.Findings, "[]").Rehashed().Verified(told.Keys).Verified);
    }

    [Fact]
    public async Task A_file_that_is_not_as_the_manifest_says_is_named()
    {
        foreach (var name in DossierFormat.Files)
        {
            var files = await DossierAsync();
            files[name] = [.. files[name], (byte)'\n'];
            var report = files.Verified(told.Keys);
            Assert.Contains(report.Problems, problem => problem.What.StartsWith(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_checkpoint_counts_only_with_the_key_and_the_witnesses_that_were_asked_for()
    {
        var zip = (await DossierAsync()).Zipped();
        Assert.False(new DossierFiles(zip).Verified([]).Verified);
        var stranger = new EcdsaNoteSigner("ledger.localhost/demo", ECDsa.Create(ECCurve.NamedCurves.nistP256)).Verifier;
        Assert.False(new DossierFiles(zip).Verified([stranger]).Verified);

        var witness = new Cosigner("witness.example/w1", RandomNumberGenerator.GetBytes(32)).Verifier;
        var policy = WitnessPolicy.Parse(Encoding.UTF8.GetBytes($"witness w1 {witness}\nquorum w1\n"));
        var report = DossierVerifier.Verify(new MemoryStream(zip), told.Keys, policy);
        Assert.Contains(report.Problems, problem => problem.What.Contains("witnesses", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_zip_that_is_no_dossier_is_refused_within_bounds()
    {
        var good = (await DossierAsync()).Zipped();
        Assert.Throws<FormatException>(() => DossierArchive.Read(new MemoryStream()));
        Assert.Throws<FormatException>(() => DossierArchive.Read(new MemoryStream(good[..(good.Length / 2)])));
        Assert.Contains("no dossier has", Refusal(("../../etc/passwd", 1)), StringComparison.Ordinal);
        Assert.Contains("twice", Refusal((DossierFormat.Leaves, 1), (DossierFormat.Leaves, 1)), StringComparison.Ordinal);
        Assert.Contains("lacks", Refusal((DossierFormat.Leaves, 1)), StringComparison.Ordinal);
        Assert.Contains("larger", Refusal((DossierFormat.Leaves, DossierFormat.MostBytes + 1L)), StringComparison.Ordinal);
        Assert.Contains(
            "directory", Refusal([.. Enumerable.Range(0, 200).Select(number => ($"file-{number}", 0L))]), StringComparison.Ordinal);
    }

    private static string Refusal(params (string Name, long Zeros)[] entries)
    {
        var output = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(output, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, zeros) in entries)
                using (var entry = archive.CreateEntry(name).Open())
                    for (var left = zeros; left > 0; left -= 1 << 20) entry.Write(new byte[Math.Min(left, 1 << 20)]);
        return Assert.Throws<FormatException>(() => DossierArchive.Read(output)).Message;
    }
}
