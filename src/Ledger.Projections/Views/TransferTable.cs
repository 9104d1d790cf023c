using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Projections.Views;

/// <summary>Sales, movements and deliveries.</summary>
internal static class TransferTable
{
    private static readonly ViewTable<TransferView> Transfers = new(
        "transfer", ["subject"],
        new ViewColumn<TransferView, string>("subject", transfer => transfer.Subject),
        new ViewColumn<TransferView, string>("status", transfer => Code<TransferStatus>.Name(transfer.Status)),
        new ViewColumn<TransferView, string?>("seller", transfer => transfer.Seller?.Value),
        new ViewColumn<TransferView, string?>("buyer", transfer => transfer.Buyer?.Value),
        new ViewColumn<TransferView, string>("body", transfer => JsonSerializer.Serialize(transfer, ViewJson.Plain.TransferView)));

    public static void Write(ViewBatch batch, IReadOnlyDictionary<string, TransferFacts> facts)
    {
        var rows = facts.Values.Select(TransferView.Of).OfType<TransferView>().ToList();
        Transfers.Delete(batch, [.. facts.Keys.Except(rows.Select(row => row.Subject))]);
        Transfers.Upsert(batch, rows);
    }
}
