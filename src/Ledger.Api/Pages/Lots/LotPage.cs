using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Lots;

/// <param name="Lot">The lot at the moment asked for.</param>
/// <param name="Lines">Its history, in the order it happened.</param>
/// <param name="UsualHours">How much later records usually come, as rule R19 starts from.</param>
/// <param name="LogSize">Records in the signed log, all of the lot's among them; null while its newest is not published.</param>
public sealed record LotModel(
    LotAnswer Lot, IReadOnlyList<HistoryLine> Lines, Names Names, IReadOnlyList<Weight> Weights, IReadOnlyList<Band> Custody,
    IReadOnlyList<Band> Ownership, decimal UsualHours, long? LogSize, Replay Replay)
{
    public string Path => Replay.Path;

    /// <summary>Where its mass comes from; null for who may not know, and of a bag, which comes from nowhere else.</summary>
    public LotBalanceAnswer? Balance { get; init; }
}

/// <summary>GET /lots/{id}: what happened to a lot, as it is known now or was at a past moment. GET /lots/{id}/dossier.zip.</summary>
internal static class LotPage
{
    public static async Task ShowAsync(Visit visit)
    {
        var (address, replay) = (AddressOf(visit), Replay.Of(visit, "/lots/" + Uri.EscapeDataString(visit.Route("id"))));
        var lot = await visit.AskAsync(replay.At(address), PageJson.Default.LotAnswer);
        var history = await visit.AskAsync(replay.At(address + "/history"), PageJson.Default.LotHistoryAnswer);
        var effective = history.Entries.Where(line => line.IsEffective).ToList();
        var model = new LotModel(
            lot, history.Entries, new([lot.Counterparties, history.Counterparties]), Weight.Of(history.Entries),
            Band.Of(effective.Select(line => (line.EventTime, line.Custodian))),
            Band.Of(effective.Select(line => (line.EventTime, line.Owner))),
            await SettingAsync(visit, "R19.lagHours"), await LogSizeAsync(visit, history.Entries), replay)
        {
            Balance = visit.Reader?.May(Operation.ReadAnyLot) is true && IsMade(lot, history.Entries)
                ? await visit.AskAsync(replay.At(address + "/balance"), PageJson.Default.LotBalanceAnswer) : null,
        };
        await visit.ShowAsync<LotPageView, LotModel>(visit.Language.With("lot.title", lot.LotId), model);
    }

    public static Task DownloadBalanceAsync(Visit visit) =>
        visit.ForwardAsync(Replay.Of(visit, "").At(AddressOf(visit) + "/balance.csv"));

    private static bool IsMade(LotAnswer lot, IReadOnlyList<HistoryLine> lines) =>
        lot.RunId is not null || lines.Any(line => line is { Type: "export_lot_composed", IsEffective: true });

    public static Task DownloadAsync(Visit visit) =>
        DossierDownload.SendAsync(visit, "/lots/" + Uri.EscapeDataString(visit.Route("id")));

    // All that was recorded before is in the same tree.
    private static async Task<long?> LogSizeAsync(Visit visit, IReadOnlyList<HistoryLine> lines)
    {
        try
        {
            var newest = lines.Max(line => line.Sequence);
            var address = FormattableString.Invariant($"/v1/log/proof?sequence={newest}");
            return (await visit.AskAsync(address, PageJson.Default.ProofAnswer)).Size;
        }
        catch (RefusedException refused) when (refused.Refusal.Problem == Problem.NotFound)
        {
            return null;
        }
    }

    private static async Task<decimal> SettingAsync(Visit visit, string name) =>
        (await visit.AskAsync("/v1/settings/" + name, PageJson.Default.SettingAnswer)).Value;

    private static string AddressOf(Visit visit) => "/v1/lots/" + Uri.EscapeDataString(visit.Route("id"));
}
