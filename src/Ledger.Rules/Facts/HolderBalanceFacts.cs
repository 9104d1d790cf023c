using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>What a holder opened, made and counted in a year and the year before it.</summary>
/// <param name="Runs">The holder's runs of these two years, whole: also sheets from before and after.</param>
public sealed record HolderBalanceFacts(
    string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected, IReadOnlyList<RunFacts> Runs)
    : KeyedFacts(Subject, Facts, Corrected)
{
    /// <summary>Whose balance it is.</summary>
    public PartyId Holder => new(Subject[FactKeys.Balance.Length..Subject.LastIndexOf('/')]);

    /// <summary>The year whose months are judged; the year before it tells what is usual.</summary>
    public int Year => int.Parse(Subject.AsSpan(Subject.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    /// <summary>What is known of the lots that <see cref="HeapsIn"/> names: that they left is in their own streams.</summary>
    public IReadOnlyDictionary<LotId, LotFacts> Heaps { get; init; } = new Dictionary<LotId, LotFacts>();

    private readonly LastBalanced _last = new();

    /// <summary>The months balanced, see <see cref="HolderBalance"/>: three rules ask for the same.</summary>
    /// <param name="settings">Taken as they held when each run ended.</param>
    /// <param name="until">Months that ended by then.</param>
    public IReadOnlyList<BalanceSequence> Balanced(RuleSettings settings, LocalDate until) => _last.Of(this, settings, until);

    private sealed class LastBalanced
    {
        private (HolderBalanceFacts Facts, RuleSettings Settings, LocalDate Until, IReadOnlyList<BalanceSequence> Sequences)? _known;

        public IReadOnlyList<BalanceSequence> Of(HolderBalanceFacts facts, RuleSettings settings, LocalDate until)
        {
            if (_known is not { } known || !ReferenceEquals(known.Facts, facts) || !ReferenceEquals(known.Settings, settings)
                || known.Until != until)
                _known = known = (facts, settings, until, HolderBalance.Of(facts, settings, until));
            return known.Sequences;
        }
    }

    /// <summary>
    /// Opened material: what runs set aside and nobody put a tag on, and what counts list as heaps. None where nobody counted: what is
    /// not counted is known by its sheets alone.
    /// </summary>
    public static IReadOnlyList<LotId> HeapsIn(IEnumerable<Fact> facts, IEnumerable<RunFacts> runs)
    {
        var counts = facts.Select(fact => fact.Event).OfType<StockCounted>().ToList();
        if (counts.Count == 0) return [];
        return [.. runs.SelectMany(run => run.Outputs).Where(line => IsOpened(line.Kind) && line.Tag is null).Select(line => line.Lot)
            .Concat(counts.SelectMany(count => count.Heaps).Select(heap => heap.Lot)).Distinct()];
    }

    /// <summary>
    /// The balances that a lot's own records may change: those of its years and the ones after, of whoever made or counted it.
    /// </summary>
    public static IEnumerable<string> SubjectsOf(LotFacts lot)
    {
        List<Fact> all = [.. lot.Facts, .. lot.Corrected];
        var holders = all.Select(fact => fact.Event switch
        {
            LotProduced produced when IsOpened(produced.Kind) => produced.Holder,
            LotCounted { NetKg: not null } counted => counted.Holder,
            _ => (PartyId?)null,
        }).OfType<PartyId>().Distinct().ToList();
        if (holders.Count == 0) return [];
        return all.Select(fact => FactKeys.MonthOf(fact).Year).SelectMany(year => (int[])[year, year + 1]).Distinct()
            .SelectMany(year => holders.Select(holder => SubjectOf(holder, year)));
    }

    private static bool IsOpened(OutputKind kind) => kind != OutputKind.Product;

    public static string SubjectOf(PartyId holder, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{FactKeys.Balance}{holder}/{year:0000}");

    /// <summary>The runs whose sheets are among these facts.</summary>
    public static IReadOnlyList<RunId> RunsIn(IEnumerable<Fact> facts) =>
        [.. facts.Select(fact => fact.Event).OfType<RunPartRecorded>().Select(part => part.RunId).Distinct()];

    /// <summary>The month a closed run counts in: that of its last sheet.</summary>
    public static YearMonth MonthOf(RunFacts run) => FactKeys.MonthOf(run.Parts[^1].Fact);
}
