using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Lots;

/// <param name="Tag">As it is known, or was at the moment asked for.</param>
public sealed record TagModel(TagAnswer Tag, Replay Replay);

/// <summary>GET /tags/{series}/{kind}/{number}: on which lots a tag was, for those concerned. Its dossier.zip.</summary>
internal static class TagPage
{
    public static async Task ShowAsync(Visit visit)
    {
        var replay = Replay.Of(visit, PathOf(visit));
        var tag = await visit.AskAsync(replay.At("/v1" + PathOf(visit)), PageJson.Default.TagAnswer);
        await visit.ShowAsync<TagPageView, TagModel>(
            visit.Language.With("tag.title", $"{tag.Tag.Series} {tag.Tag.Number}"), new(tag, replay));
    }

    public static Task DownloadAsync(Visit visit) => DossierDownload.SendAsync(visit, PathOf(visit));

    private static string PathOf(Visit visit) => new TagName(visit.Route("series"), visit.Route("kind"), visit.Route("number")).Path;
}
