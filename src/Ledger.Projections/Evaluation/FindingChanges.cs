using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.Projections.Evaluation;

/// <summary>What to append so that the stored findings say what the rules say now.</summary>
/// <param name="Deferred">Subjects whose change waits for a day's close.</param>
internal sealed record FindingChanges(IReadOnlyList<FindingChange> Appends, IReadOnlyList<string> Deferred)
{
    /// <summary>
    /// Findings that never were before, with what they are shown with: their subject, and the one lot of it they are about.
    /// </summary>
    public IReadOnlyList<(string Subject, Guid FindingId)> Raised =>
    [
        .. from change in Appends
           where change.ExpectedVersion == 0
           from shown in (string?[])[change.Subject, change.Lot]
           where shown is not null
           select (shown, change.FindingId),
    ];

    /// <summary>
    /// Compares by material content. Amendments, and what rules about order and absence raise, wait for a day's close: a
    /// record that explains them is often only minutes away. What is explained is withdrawn at once.
    /// </summary>
    public static FindingChanges Between(
        IReadOnlyList<(FindingContent Content, RuleTiming Timing)> found, IReadOnlyDictionary<Guid, FindingView> known, LocalDate asOf,
        bool isDayClose)
    {
        var (appends, deferred) = (new List<FindingChange>(), new List<string>());
        var current = found.DistinctBy(each => Finding.IdOf(each.Content)).ToDictionary(each => Finding.IdOf(each.Content));
        foreach (var (id, (content, timing)) in current)
        {
            if (EventFor(id, content, known.GetValueOrDefault(id), asOf) is not { } change) continue;
            var waits = change is FindingAmended || timing == RuleTiming.AtDayClose;
            if (waits && !isDayClose) deferred.Add(content.Subject);
            else appends.AddRange(Changes(id, content, change, known.GetValueOrDefault(id), asOf));
        }

        appends.AddRange(known.Values.Where(view => view.Status == FindingStatus.Active && !current.ContainsKey(view.FindingId))
            .Select(view => new FindingChange(view.FindingId, view.Content.Subject, view.Version,
                new FindingWithdrawn(view.FindingId, WithdrawalReason.Explained, asOf))));
        return new(appends, deferred);
    }

    private static LedgerEvent? EventFor(Guid id, FindingContent content, FindingView? was, LocalDate asOf) => was switch
    {
        null => new FindingRaised(id, content, asOf),
        { Status: FindingStatus.Withdrawn } => new FindingRestored(id, content, asOf),
        _ => Finding.DiffersMaterially(was.Content, content) ? new FindingAmended(id, content, asOf) : null,
    };

    private static IEnumerable<FindingChange> Changes(Guid id, FindingContent content, LedgerEvent change, FindingView? was, LocalDate asOf)
    {
        yield return new(id, content.Subject, was?.Version ?? 0, change)
        {
            Flags = content.Tier == FindingTier.Incident && Audiences.Of(content) == Audience.Concerned && was is not { HasFlagged: true }
                ? new IncidentFlagged(Finding.IncidentOf(id), id, content.Rule, content.Subject, content.Parties, asOf) : null,
        };
    }
}

/// <summary>One event for one finding's stream, at the version that was read; with the incident it flags, if it does.</summary>
internal sealed record FindingChange(Guid FindingId, string Subject, int ExpectedVersion, LedgerEvent Event)
{
    public IncidentFlagged? Flags { get; init; }

    /// <summary>The stream of the lot that a finding about a transfer is about.</summary>
    public string? Lot => Event is FindingRaised { Content.Discriminator: var about } && new StreamName(about).Kind is "lot" ? about : null;

    public AppendRequest Request()
    {
        var stream = StreamName.Finding(FindingId);
        List<NewEvent> events = [New(Finding.EventIdOf(FindingId, ExpectedVersion + 1), stream, Event)];
        List<ExpectedVersion> expected = [new(stream, ExpectedVersion)];
        if (Flags is { } flagged)
        {
            var incident = StreamName.Incident(flagged.IncidentId);
            events.Add(New(Finding.EventIdOf(flagged.IncidentId, 1), incident, flagged));
            expected.Add(new(incident, 0));
        }

        return new([new AppendUnit(null, events, [])], expected) { IsBulk = true };
    }

    private static NewEvent New(Guid id, StreamName stream, LedgerEvent ledgerEvent) =>
        new(id, stream, EventTypes.NameOf(ledgerEvent),
            LeafPrefix.Create(EventTypes.Serialize(ledgerEvent), "{}"u8, id), OpensStream: true);
}
