using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>The programme's office, which keeps the registers. Days are of 2026, as month and day.</summary>
public sealed class Office(World world, string when)
{
    public Office Issued(string from, string to, string? on = null) =>
        Enter(new TagsIssued(Next(), Tags(from, to), on is null ? null : Day(on)));

    public Office Assigned(string from, string to, string site = "site-1") =>
        Enter(new TagsAssigned(Next(), Next(), new(site), Tags(from, to)));

    public static LocalDate Day(string day) => LocalDatePattern.Iso.Parse($"2026-{day}").Value;

    private Office Enter(GuardedLedgerEvent entered)
    {
        world.Register.Add((entered, Day(when).AtMidnight().InUtc().ToInstant()));
        return this;
    }

    private CommandId Next() => new(Uuid5.Create(Guid.Empty,
        System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"command {world.Register.Count}"))));

    private static TagRange Tags(string from, string to) => TagRange.TryCreate("RW", TagKind.Mine, from, to)!.Value;
}
