using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Facts;

/// <summary>Facts that <see cref="FactKeys"/> puts together under a subject.</summary>
/// <param name="Facts">Those that count, sorted.</param>
/// <param name="Corrected">Those that do not count any more, sorted: that they were recorded still tells something.</param>
public abstract record KeyedFacts(string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected)
{
    public IEnumerable<Fact> Everything => Facts.Concat(Corrected);

    public IEnumerable<(Fact Fact, T Event)> Of<T>()
        where T : CustodyLedgerEvent =>
        Facts.Where(fact => fact.Event is T).Select(fact => (fact, (T)fact.Event));
}

/// <summary>A thousand records of a device.</summary>
public sealed record DeviceFacts(string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected)
    : KeyedFacts(Subject, Facts, Corrected)
{
    /// <summary>What the register says of the sites its records name.</summary>
    public IReadOnlyDictionary<SiteId, SiteRegister> Sites { get; init; } = new Dictionary<SiteId, SiteRegister>();

    /// <summary>The sites that records name.</summary>
    public static IReadOnlyList<SiteId> SitesIn(IEnumerable<Fact> facts) =>
        [.. facts.Select(fact => fact.Event).OfType<LotBagged>().Select(bagged => bagged.Site).Distinct()];
}

/// <summary>A hundred sheets of a book, as one organisation recorded them.</summary>
public sealed record SheetFacts(string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected)
    : KeyedFacts(Subject, Facts, Corrected);

/// <summary>What a holder ran in a month and the one before, and what was found untagged with it in that month.</summary>
public sealed record HolderMonthFacts(string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected)
    : KeyedFacts(Subject, Facts, Corrected)
{
    /// <summary>The month it is about.</summary>
    public YearMonth Month => YearMonthPattern.Iso.Parse(Subject[(Subject.LastIndexOf('/') + 1)..]).Value;
}

/// <summary>What was weighed on a scale in a month.</summary>
/// <param name="Scale">The scale's own stream as far as it counts, sorted: registrations, calibrations, checks.</param>
public sealed record ScaleMonthFacts(string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected, IReadOnlyList<Fact> Scale)
    : KeyedFacts(Subject, Facts, Corrected)
{
    /// <summary>The scale a subject is about.</summary>
    public static ScaleId ScaleOf(string subject) => new(subject[FactKeys.Scale.Length..subject.LastIndexOf('/')]);
}

/// <summary>Counts of a site's lock-boxes and what else was recorded of its unused tags, of one series and kind.</summary>
/// <param name="Assigned">Ranges the register assigned to the site.</param>
/// <param name="FirstUses">When each of those tags was first tied on, wherever; as far as that was by the end of the last count.</param>
public sealed record TagStockFacts(
    string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected, IReadOnlyList<RegisteredTags> Assigned,
    IReadOnlyList<Instant> FirstUses)
    : KeyedFacts(Subject, Facts, Corrected)
{
    /// <summary>The newest count; null where nobody counted.</summary>
    public static Fact? LastCount(IEnumerable<Fact> facts) => facts.LastOrDefault(fact => fact.Event is LockBoxCounted);

    /// <summary>The site, series and kind a subject is about.</summary>
    public static (SiteId Site, string Series, TagKind Kind) PartsOf(string subject)
    {
        var parts = subject[FactKeys.TagStock.Length..].Split('/');
        return (new(parts[0]), parts[1], Ledger.Domain.Json.Code<TagKind>.Find(parts[2])!.Value);
    }
}
