using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Findings;
using Ledger.Rules.Judging;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Cli.Detection;

/// <summary>A world as a ledger would have it once everything was posted: nothing of the truth is in it.</summary>
internal static class WorldBook
{
    /// <param name="until">The world's last day: registers are entered after it, each entry with the day it was true from.</param>
    public static RecordBook Of(World world, LocalDate until)
    {
        var (clerk, entered) = (new RegisterClerk(), until.PlusDays(1).AtMidnight().InUtc().ToInstant());
        return new(
            world.Postings.Select(posting => new Arrival(Read(posting), posting.PostedAt)),
            world.Registrations.SelectMany(each => clerk.Decide(each.Path, each.PostedBy, each.Json).Events)
                .Select(decided => (decided, entered)),
            RuleSettings.Default);
    }

    private static CustodyEvent Read(Posting posting)
    {
        using var json = JsonDocument.Parse(posting.Json);
        var (read, errors) = CustodyEventReader.Read(json.RootElement, posting.PostedBy);
        return read ?? throw new InvalidOperationException($"{posting.Id} would be refused: {string.Join("; ", errors)}");
    }
}
