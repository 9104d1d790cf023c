using Ledger.Api.Auth;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Api.Reading;

/// <summary>What is known of the subject of a finding, and whether a caller may see it.</summary>
internal sealed class SubjectSight(SubjectLoader loader, CustodyRecords records, IClock clock, LedgerOptions options)
{
    /// <summary>In the ledger's time zone: what was shared until a day is shown on that day too.</summary>
    public LocalDate Today => clock.GetCurrentInstant().InZone(options.TimeZone).Date;

    public async Task<bool> MaySeeAsync(Caller caller, string subject, CancellationToken cancellation)
    {
        if (Sight.IsUnlimited(caller)) return true;
        var (kind, key) = Veils.Parts(subject);
        return kind switch
        {
            "lot" or "origin" when LotId.TryParse(key) is { } lot => Sight.MaySee(caller, await LotAsync(lot, cancellation), Today),
            "tag" when TagId.TryParse(key) is { } tag => Sight.MaySee(caller, await TagAsync(tag, cancellation), Today),
            "run" or "cycle" when RunId.TryParse(key) is { } run => Sight.MaySee(caller, await RunAsync(run, cancellation)),
            "sale" or "movement" or "delivery" => Sight.MaySee(caller, await TransferAsync(subject, cancellation)),
            _ => false,
        };
    }

    /// <summary>The facts of a lot, tag, run, transfer or custody event; none of what concerns months, sites or holders.</summary>
    public async Task<IReadOnlyCollection<Fact>> FactsAsync(string subject, CancellationToken cancellation)
    {
        var (kind, key) = Veils.Parts(subject);
        switch (kind)
        {
            case "lot" or "origin" when LotId.TryParse(key) is { } id:
                var lot = await LotAsync(id, cancellation);
                return [.. lot.Facts, .. lot.Corrected];
            case "tag" when TagId.TryParse(key) is { } id:
                var tag = await TagAsync(id, cancellation);
                return [.. tag.Facts, .. tag.Lots.Values.SelectMany(worn => worn.Facts.Concat(worn.Corrected))];
            case "run" or "cycle" when RunId.TryParse(key) is { } id:
                return (await RunAsync(id, cancellation)).Sheets;
            case "sale" or "movement" or "delivery":
                return (await TransferAsync(subject, cancellation)).Facts;
            case "custody-event" when Guid.TryParseExact(key, "D", out var id):
                // The first of its events names the parties to all of them.
                var record = await records.FindAsync(new(id), cancellation);
                var stream = record?.Events[0].Stream.Value ?? "";
                // Corrections of corrections may go in a ring.
                return Veils.Parts(stream).Kind == kind ? [] : await FactsAsync(stream, cancellation);
            default:
                return [];
        }
    }

    private async Task<LotFacts> LotAsync(LotId lot, CancellationToken cancellation) =>
        (await loader.LotsAsync([lot], Horizon.Now, cancellation))[lot];

    private async Task<TagFacts> TagAsync(TagId tag, CancellationToken cancellation) =>
        (await loader.TagsAsync([tag], withLots: true, Horizon.Now, cancellation))[tag];

    private async Task<RunFacts> RunAsync(RunId run, CancellationToken cancellation) =>
        (await loader.RunsAsync([run], Horizon.Now, cancellation))[run];

    private async Task<TransferFacts> TransferAsync(string subject, CancellationToken cancellation) =>
        (await loader.TransfersAsync([subject], withLots: false, Horizon.Now, cancellation))[subject];
}
