using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Lots;

/// <summary>A dossier to keep, as the API makes it; where it makes none for this reader, a page that says whom to ask.</summary>
internal static class DossierDownload
{
    /// <param name="visit">Who asks.</param>
    /// <param name="subject">The path of the lot or tag.</param>
    public static async Task SendAsync(Visit visit, string subject)
    {
        try
        {
            await visit.ForwardAsync($"/v1{subject}/dossier.zip");
        }
        catch (RefusedException refused) when (refused.Refusal.Problem == Problem.NotFound)
        {
            await ErrorPage.ShowAsync(visit, refused.Refusal, visit.Language["lot.dossier-none"]);
        }
    }
}
