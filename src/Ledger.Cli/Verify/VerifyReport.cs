using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Rules.Dossiers;
using Ledger.Transparency.Dossiers;

namespace Ledger.Cli.Verify;

/// <summary>What verifying found, for people and for programs.</summary>
/// <param name="HeadsTakenAt">RFC 3339; nothing was left out that had been recorded by then.</param>
/// <param name="Signers">Names of the keys that signed, witnesses too.</param>
/// <param name="ProvenanceTraced">The shares were traced again; false where part of the way is withheld.</param>
/// <param name="NotRun">Findings that are stated, not re-run.</param>
internal sealed record VerifyReport(
    bool Verified, string Subject, string Reader, long Size, string AsOf, string? HeadsTakenAt, IReadOnlyList<string> Signers, int Leaves,
    int Streams, int Sealed, IReadOnlyDictionary<string, int> Withheld, int SubjectsRun, int FindingsConfirmed,
    IReadOnlyList<NotRunFinding> NotRun, int FindingsHidden, bool ProvenanceTraced, IReadOnlyList<DossierProblem> Problems)
{
    private const int MostShown = 50;

    public static VerifyReport Of(
        DossierEvidence evidence, DossierContent content, FindingComparison findings, bool isTraced, IReadOnlyList<DossierProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Begin(evidence, problems) with
        {
            SubjectsRun = findings.Run, FindingsConfirmed = findings.Confirmed, FindingsHidden = findings.Hidden,
            NotRun = [.. findings.NotRun.Select(each => new NotRunFinding(each.FindingId, each.Content.Rule, each.Content.Subject))],
            ProvenanceTraced = isTraced,
        };
    }

    public static VerifyReport Refused(DossierEvidence evidence, params IEnumerable<DossierProblem> more) =>
        Begin(evidence, [.. evidence.Problems, .. more]);

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Plain.VerifyReport);

    public override string ToString()
    {
        var text = new StringBuilder();
        Line($"{Subject}, for {Reader}: {Leaves} events of a ledger of {Size}, signed by {string.Join(", ", Signers)}");
        foreach (var problem in Problems.Take(MostShown)) Line($"  WRONG  {problem.What}");
        if (Problems.Count > MostShown) Line($"  ... and {Problems.Count - MostShown} more");
        if (!Verified)
        {
            Line($"NOT VERIFIED: do not rely on it.");
            return text.ToString();
        }

        Line($"  proved       every event stands unchanged in the signed tree");
        Line($"  proved       {Streams} streams are whole: nothing recorded by {HeadsTakenAt} is left out");
        Line($"  proved       {Sealed} sealed parts are what was committed to");
        Line($"  run again    the rules of {SubjectsRun} lots, tags, runs and transfers, as of {AsOf}");
        Line($"  as stated    {FindingsConfirmed} findings of these rules");
        Line($"  {(ProvenanceTraced ? "traced again" : "stated only ")} the shares of provenance");
        foreach (var each in NotRun) Line($"  stated only  finding {each.FindingId}, {each.Rule} at {each.Subject}: not re-run");
        if (FindingsHidden > 0) Line($"  withheld     {FindingsHidden} findings of the rules run here are not for you yet");
        foreach (var (kind, count) in Withheld.Where(pair => pair.Value > 0))
            Line($"  withheld     {count} {DossierWords.Of(kind).English}, or no proof that there are none");
        Line($"VERIFIED");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static VerifyReport Begin(DossierEvidence evidence, IReadOnlyList<DossierProblem> problems)
    {
        var manifest = evidence.Manifest;
        return new(
            problems.Count == 0, manifest.Subject, manifest.Reader, manifest.Size, manifest.AsOf, evidence.HeadsTakenAt?.ToString(),
            evidence.Signers, evidence.Leaves.Count, manifest.Streams.Count, evidence.Openings.Count, manifest.Withheld, 0, 0, [], 0, false,
            problems);
    }
}

/// <summary>A finding that is stated and not re-run.</summary>
internal sealed record NotRunFinding(Guid FindingId, string Rule, string Subject);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(ProofReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static ReportJson Plain => Made.Value;

    private static readonly Lazy<ReportJson> Made = new(() =>
        new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
