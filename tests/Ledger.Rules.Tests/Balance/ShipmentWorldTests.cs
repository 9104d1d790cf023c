using System.Text.Json.Nodes;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Rules;
using Ledger.Rules.Tests.Recorders;
using Ledger.Simulation;

namespace Ledger.Rules.Tests.Balance;

/// <summary>
/// Shipments of worlds whose maker knows neither sigmas nor thresholds: as they are, and with the receipts raised afterwards.
/// </summary>
public sealed class ShipmentWorldTests
{
    private const double IncidentSigma = 3.89;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Honest_shipments_differ_no_more_than_is_believed_and_three_percent_more_is_seen(int seed)
    {
        var world = Simulation.World.Generate(new((ulong)seed, WorldSize.Small, new(2026, 6, 30), IsHonest: true));
        var book = new Book(world.Postings.Select(posting =>
            new Paper(posting.PostedBy.Value, JsonNode.Parse(posting.Json.Span)!.AsObject(), ByProgramme: false)));
        List<TransferFacts> transfers = [.. book.Subjects.Where(subject => subject.Kind is "sale" or "delivery" or "movement")
            .Distinct().Select(book.Transfer)];
        var z = Zs(transfers, gained: 0);
        var spread = Math.Sqrt(z.Average(each => each * each));
        var seen = Zs(transfers, 0.03).Average(each => each > IncidentSigma ? 1.0 : 0);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{z.Count} shipments of 5 lots or more, z scatters by {spread:0.00}, 3 % seen in {seen:P0}");

        Assert.True(z.Count > 50);
        Assert.InRange(spread, 0.5, 1.3);
        Assert.DoesNotContain(
            transfers.SelectMany(transfer => ReceiptDiffers.Evaluate(transfer, RuleSettings.Default)),
            finding => finding.Tier == FindingTier.Incident);
        Assert.True(seen > 0.9, $"{seen:P0}");
    }

    private static List<double> Zs(IEnumerable<TransferFacts> transfers, double gained) =>
    [
        .. from transfer in transfers
           let lots = ComparedLot.Of(transfer).Select(lot => lot with
           {
               Received = new((long)(lot.Received.Grams * (1 + gained))),
           }).ToList()
           where lots.Count >= RuleSettings.Default.IncidentLots
           select ShipmentTest.Of(lots, transfer.Scales, RuleSettings.Default).Z,
    ];
}
