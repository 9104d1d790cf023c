using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>What recorders posted, in the order they wrote it down; a <see cref="Book"/> is what arrived of it, in some other.</summary>
public sealed class World
{
    public List<Paper> Papers { get; } = [];

    /// <summary>What the programme entered in its registers, and when.</summary>
    public List<(GuardedLedgerEvent Event, Instant At)> Register { get; } = [];

    /// <summary>The programme's register, as of a day of 2026: <c>world.Office("01-10").Issued("100", "199")</c>.</summary>
    public Office Office(string when) => new(this, when);

    public Recorder By(string party, string when) => new(this, party, when);

    public CustodyEventId Add(Paper paper)
    {
        Papers.Add(paper);
        return paper.Id;
    }

    private DatedSettings _dated = DatedSettings.Empty;

    /// <summary>The numbers rules and views go by.</summary>
    public RuleSettings Settings => RuleSettings.Of(_dated);

    /// <summary>From the start of that day of 2026, or of a whole date, in the recorders' offset.</summary>
    public void Changed(string setting, decimal value, string from)
    {
        Assert.NotNull(SettingCatalogue.Find(setting)); // one that is not there changes nothing
        var day = LocalDatePattern.Iso.Parse(from.Length == 5 ? $"2026-{from}" : from).Value;
        var effective = day.AtMidnight().WithOffset(Offset.FromHours(2)).ToInstant();
        _dated = DatedSettings.Fold(_dated, new SettingChanged(new(Guid.Empty), setting, value, effective));
    }

    public Book Arrived() => new(Papers, Register) { Settings = Settings };

    /// <summary>As a slow network would: in any order, some more than once.</summary>
    public Book ArrivedInAnyOrder(Random random)
    {
        Paper[] papers = [.. Papers, .. Papers.Where(_ => random.Next(3) == 0)];
        random.Shuffle(papers);
        return new(papers, Register, random) { Settings = Settings };
    }
}
