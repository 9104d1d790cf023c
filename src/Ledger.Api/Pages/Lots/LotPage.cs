using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using NodaTime;
using NodaTime.Text;

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
}

/// <summary>GET /lots/{id}: what happened to a lot, as it is known now or was at a past moment. GET /lots/{id}/dossier.zip.</summary>
internal static class LotPage
{
    // Each is a question to the API; who needs more has the history.
    private const int MostMoments = 40;

    public static async Task ShowAsync(Visit visit)
    {
        var (address, replay) = (AddressOf(visit), Replay.Of(visit, "/lots/" + Uri.EscapeDataString(visit.Route("id"))));
        var lot = await visit.AskAsync(replay.At(address), PageJson.Default.LotAnswer);
        var history = await visit.AskAsync(replay.At(address + "/history"), PageJson.Default.LotHistoryAnswer);
        var moments = await MomentsAsync(visit, address, replay, history.Entries);
        var model = new LotModel(
            lot, history.Entries,
            new([lot.Counterparties, history.Counterparties, .. moments.Select(each => each.Lot.Counterparties)]),
            Weight.Of(history.Entries), Band.Of(moments.Select(each => (each.At, each.Lot.Custodian))),
            Band.Of(moments.Select(each => (each.At, each.Lot.Owner))),
            await SettingAsync(visit, "R19.lagHours"), await LogSizeAsync(visit, history.Entries), replay);
        await visit.ShowAsync<LotPageView, LotModel>(visit.Language.With("lot.title", lot.LotId), model);
    }

    public static Task DownloadAsync(Visit visit) => visit.ForwardAsync(AddressOf(visit) + "/dossier.zip");

    // Who held and who owned it then is asked of the lot itself, so that the page and the rules cannot differ.
    private static async Task<List<(OffsetDateTime At, LotAnswer Lot)>> MomentsAsync(
        Visit visit, string address, Replay replay, IReadOnlyList<HistoryLine> lines)
    {
        var moments = new List<(OffsetDateTime, LotAnswer)>();
        foreach (var at in lines.Where(line => line.IsEffective).Select(line => line.EventTime).Distinct().TakeLast(MostMoments))
            moments.Add((at, await visit.AskAsync(
                (replay with { HappenedBy = OffsetDateTimePattern.Rfc3339.Format(at) }).At(address), PageJson.Default.LotAnswer)));
        return moments;
    }

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
