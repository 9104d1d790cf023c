using System.Text;
using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Dossiers;
using Ledger.Transparency.Dossiers;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Verify;

/// <summary>
/// Verifies a dossier with nothing but its bytes and the log's key: first what hashes and signatures prove, then, on events that are
/// proved, what the rules of trade make of them.
/// </summary>
internal static class DossierVerifier
{
    /// <exception cref="FormatException">It is no dossier.</exception>
    public static VerifyReport Verify(Stream zip, IReadOnlyCollection<NoteVerifier> logKeys, WitnessPolicy? policy) =>
        Verify(DossierArchive.Read(zip), logKeys, policy);

    /// <inheritdoc cref="Verify(Stream, IReadOnlyCollection{NoteVerifier}, WitnessPolicy?)"/>
    public static VerifyReport Verify(
        IReadOnlyDictionary<string, byte[]> files, IReadOnlyCollection<NoteVerifier> logKeys, WitnessPolicy? policy)
    {
        var evidence = DossierEvidence.Check(files, logKeys, policy);
        RequireSameRules(evidence.Manifest);
        if (evidence.Problems.Count > 0) return VerifyReport.Refused(evidence); // no conclusions from what is not proved
        try
        {
            return Judge(evidence, files);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException
            or ArgumentException or OverflowException)
        {
            return VerifyReport.Refused(evidence, new DossierProblem($"What its events say cannot be read: {exception.Message}"));
        }
    }

    // Findings of other rules cannot be told from findings that were made up.
    private static void RequireSameRules(DossierManifest manifest)
    {
        if (!manifest.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).SequenceEqual(DossierFindings.Versions))
            throw new FormatException("It was made with other versions of the rules: verify it with the release that made it.");
    }

    private static VerifyReport Judge(DossierEvidence evidence, IReadOnlyDictionary<string, byte[]> files)
    {
        var manifest = evidence.Manifest;
        var content = new DossierContent(
            manifest.Subject, [.. evidence.Leaves.Select(EventOf)], manifest.Streams.ToHashSet(StringComparer.Ordinal));
        var problems = new List<DossierProblem>();
        CheckSubject(content, problems);
        CheckDay(content, evidence, problems);
        var stated = StatedFinding.FromJson(files[DossierFormat.Findings]);
        CheckGenealogy(content, evidence, stated, problems);
        var findings = FindingComparison.Of(content, evidence, stated);
        problems.AddRange(findings.Problems);
        var isTraced = CheckProvenance(content, manifest, files[DossierFormat.Provenance], problems);
        CheckPage(content, evidence, stated, files, problems);
        return VerifyReport.Of(evidence, content, findings, isTraced, problems);
    }

    private static DossierEvent EventOf(DossierLeaf leaf)
    {
        var content = leaf.Content;
        return new(
            content.Seq, content.Id, content.RecordedAt, new(content.Stream), content.Version, content.Type,
            content.ReadEvent(), content.ReadHeaders());
    }

    private static void CheckSubject(DossierContent content, List<DossierProblem> problems)
    {
        if (!content.Book.Has(content.Subject)
            && !content.Asked.Any(lot => content.Book.Lot(lot) is var facts && facts.Facts.Count + facts.Corrected.Count > 0))
            problems.Add(new($"Nothing here is about {content.Subject}.", Stream: content.Subject));
    }

    // Rules look from the last closed day: an earlier one would leave out what came due since.
    private static void CheckDay(DossierContent content, DossierEvidence evidence, List<DossierProblem> problems)
    {
        var calendar = StreamName.Calendar.Value;
        if (content.AsOf.ToString("uuuu-MM-dd", null) != evidence.Manifest.AsOf)
            problems.Add(new(
                $"Rules looked from {evidence.Manifest.AsOf}, says the manifest; the last closed day here is {content.AsOf:uuuu-MM-dd}."));
        var newest = evidence.Leaves.LastOrDefault(leaf => leaf.Content.Stream == calendar);
        var isLast = evidence.HeadOf(calendar) is { } head
            ? newest is not null && (newest.Content.Version > head.Version || newest.Hash == head.LeafHash)
            : newest is not null || evidence.IsAbsent(calendar);
        if (!isLast) problems.Add(new("That this was the last closed day is not proved.", Stream: calendar));
    }

    private static void CheckGenealogy(
        DossierContent content, DossierEvidence evidence, IReadOnlyList<StatedFinding> stated, List<DossierProblem> problems)
    {
        var whole = evidence.Manifest.Streams.ToHashSet(StringComparer.Ordinal);
        var missing = content.Genealogy.Streams.Concat(stated.SelectMany(each => StatedFinding.StreamsOf(each.FindingId))).Distinct()
            .Where(stream => !whole.Contains(stream) && !evidence.IsAbsent(stream))
            .ToLookup(stream => new StreamName(stream).Kind.ToString(), StringComparer.Ordinal);
        foreach (var kind in missing.Where(kind => kind.Count() > evidence.Manifest.Withheld.GetValueOrDefault(kind.Key)))
            foreach (var stream in kind)
                problems.Add(new(
                    $"{stream} belongs to the dossier by what its events say{NamedBy(stream, content)}, "
                    + "and is neither here nor among what is withheld.",
                    Stream: stream));
    }

    private static string NamedBy(string stream, DossierContent content)
    {
        var key = stream[(stream.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var naming = content.Events.FirstOrDefault(each => each.Headers.CustodyEvent?.ToString() == key
            || EventTypes.AsElement(each.Event).GetRawText().Contains($"\"{key}\"", StringComparison.Ordinal));
        return naming is null ? "" : $" (event {naming.Sequence})";
    }

    /// <summary>True if the shares were traced again; false where part of the way is withheld.</summary>
    private static bool CheckProvenance(DossierContent content, DossierManifest manifest, byte[] file, List<DossierProblem> problems)
    {
        StatedProvenance.FromJson(file);
        if (manifest.Withheld.Any(pair => pair.Value > 0 && pair.Key is "lot" or "run" or "tag" or "custody-event")) return false;
        if (!StatedProvenance.ToJson(StatedProvenance.Of(content)).AsSpan().SequenceEqual(file))
            problems.Add(new("The provenance shares stated are not those that follow from the events.", Stream: content.Subject));
        return true;
    }

    private static void CheckPage(
        DossierContent content, DossierEvidence evidence, IReadOnlyList<StatedFinding> stated,
        IReadOnlyDictionary<string, byte[]> files, List<DossierProblem> problems)
    {
        var manifest = evidence.Manifest;
        var page = new DossierPage(
            content, manifest.Reader, manifest.Size, stated, StatedProvenance.FromJson(files[DossierFormat.Provenance]), manifest.Withheld,
            SealedOpening.TextsOf(evidence.Openings, Code<SealedKind>.Name(SealedKind.Answer)));
        if (!Encoding.UTF8.GetBytes(string.Concat(page.Pieces())).AsSpan().SequenceEqual(files[DossierFormat.Page]))
            problems.Add(new($"{DossierFormat.Page} does not say what the events say."));
    }
}
