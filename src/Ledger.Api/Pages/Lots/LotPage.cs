using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Pages.Lots;

/// <param name="Lot">The lot at the moment asked for.</param>
/// <param name="Lines">Its history, in the order it happened.</param>
/// <param name="UsualHours">How much later records usually come, as rule R19 starts from.</param>
/// <param name="LogSize">Records in the signed log, all of the lot's among them; null while its newest is not published.</param>
/// <param name="KnownAt">As recorded by the end of that day; null for now.</param>
/// <param name="HappenedBy">As it was at the end of that day; null for now.</param>
public sealed record LotModel(
    LotAnswer Lot, IReadOnlyList<HistoryLine> Lines, Names Names, IReadOnlyList<Weight> Weights, IReadOnlyList<Band> Custody,
    IReadOnlyList<Band> Ownership, decimal UsualHours, long? LogSize, string? KnownAt, string? HappenedBy)
{
    public string Path => "/lots/" + Uri.EscapeDataString(Lot.LotId);
}

/// <summary>GET /lots/{id}: what happened to a lot, as it is known now or was at a past moment. GET /lots/{id}/dossier.zip.</summary>
internal static class LotPage
{
    // Each is a question to the API; who needs more has the history.
    private const int MostMoments = 40;

    public static async Task ShowAsync(Visit visit)
    {
        var (known, happened) = (visit.Query("knownAt"), visit.Query("happenedBy"));
        var address = AddressOf(visit);
        var lot = await visit.AskAsync(AtMoment(address, known, happened), PageJson.Default.LotAnswer);
        var history = await visit.AskAsync(AtMoment(address + "/history", known, happened), PageJson.Default.LotHistoryAnswer);
        var moments = await MomentsAsync(visit, address, known, history.Entries);
        var model = new LotModel(
            lot, history.Entries,
            new([lot.Counterparties, history.Counterparties, .. moments.Select(each => each.Lot.Counterparties)]),
            Weight.Of(history.Entries), Band.Of(moments.Select(each => (each.At, each.Lot.Custodian))),
            Band.Of(moments.Select(each => (each.At, each.Lot.Owner))),
            await SettingAsync(visit, "R19.lagHours"), await LogSizeAsync(visit, history.Entries), known, happened);
        await visit.ShowAsync<LotPageView, LotModel>(visit.Language.With("lot.title", lot.LotId), model);
    }

    public static Task DownloadAsync(Visit visit) => visit.ForwardAsync(AddressOf(visit) + "/dossier.zip");

    // Who held and who owned it then is asked of the lot itself, so that the page and the rules cannot differ.
    private static async Task<List<(OffsetDateTime At, LotAnswer Lot)>> MomentsAsync(
        Visit visit, string address, string? known, IReadOnlyList<HistoryLine> lines)
    {
        var moments = new List<(OffsetDateTime, LotAnswer)>();
        foreach (var at in lines.Where(line => line.IsEffective).Select(line => line.EventTime).Distinct().TakeLast(MostMoments))
            moments.Add((at, await visit.AskAsync(
                AtMoment(address, known, OffsetDateTimePattern.Rfc3339.Format(at)), PageJson.Default.LotAnswer)));
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

    private static string AtMoment(string address, string? known, string? happened) =>
        Address.With(address, new("knownAt", known), new("happenedBy", happened));
}
