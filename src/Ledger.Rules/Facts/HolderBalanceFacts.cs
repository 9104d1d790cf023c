using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>What a holder opened and made in a year and the year before it.</summary>
/// <param name="Runs">The holder's runs of these two years, whole: also sheets from before and after.</param>
public sealed record HolderBalanceFacts(
    string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected, IReadOnlyList<RunFacts> Runs)
    : KeyedFacts(Subject, Facts, Corrected)
{
    /// <summary>Whose balance it is.</summary>
    public PartyId Holder => new(Subject[FactKeys.Balance.Length..Subject.LastIndexOf('/')]);

    /// <summary>The year whose months are judged; the year before it tells what is usual.</summary>
    public int Year => int.Parse(Subject.AsSpan(Subject.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    public static string SubjectOf(PartyId holder, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{FactKeys.Balance}{holder}/{year:0000}");

    /// <summary>The runs whose sheets are among these facts.</summary>
    public static IReadOnlyList<RunId> RunsIn(IEnumerable<Fact> facts) =>
        [.. facts.Select(fact => fact.Event).OfType<RunPartRecorded>().Select(part => part.RunId).Distinct()];

    /// <summary>The month a closed run counts in: that of its last sheet.</summary>
    public static YearMonth MonthOf(RunFacts run) => FactKeys.MonthOf(run.Parts[^1].Fact);
}
