using System.Collections;
using System.Globalization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using NodaTime;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>
/// A rule's table: one row a case, told as recorders tell it, with what the rule says of it, as text:
/// <c>tier subject discriminator expected observed ±tolerance unit explanation by parties on #papers likely tags</c>. No text:
/// it is innocent.
/// </summary>
public sealed class Cases(string rule) : IEnumerable<TheoryDataRow<string>>
{
    private readonly Dictionary<string, (Action<World> Told, string[] Found)> _rows = [];

    public void Add(string why, Action<World> told) => _rows.Add(why, (told, []));

    public void Add(string why, Action<World> told, params string[] found) => _rows.Add(why, (told, found));

    public void Check(string why, LocalDate? asOf = null)
    {
        var (told, expected) = _rows[why];
        var world = new World();
        told(world);
        Assert.Equal(expected, Found(world, asOf ?? Judged.LongAfter));
    }

    private string[] Found(World world, LocalDate asOf)
    {
        var findings = Judged.Findings(world.Arrived(), asOf).Where(finding => finding.Rule == rule).ToList();
        Assert.Equal(findings.Count, findings.Select(Ledger.Rules.Findings.Finding.IdOf).Distinct().Count());
        return [.. findings.Select(finding => Text(world, finding))];
    }

    private static string Text(World world, FindingContent finding)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{Code<FindingTier>.Name(finding.Tier)} {finding.Subject} {finding.Discriminator}"
            + $" {finding.Expected:0.###} {finding.Observed:0.###} ±{finding.Tolerance:0.###} {finding.Unit} {finding.InnocentExplanation}"
            + $" by {string.Join(',', finding.Parties)}"
            + $" on {string.Join(' ', finding.Evidence.Ids.OrderBy(id => world.Papers.FindIndex(paper => paper.Id == id)))}")
            + (finding.LikelyTags is { } likely ? $" likely {string.Join(' ', likely.Select(tag => tag.Number))}" : "");
        foreach (var (index, paper) in world.Papers.Index())
            text = text.Replace(paper.Id.ToString(), $"#{index}", StringComparison.Ordinal);
        return text;
    }

    public IEnumerator<TheoryDataRow<string>> GetEnumerator() => _rows.Keys.Select(why => new TheoryDataRow<string>(why)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
