using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages;

/// <summary>GET /: to the front page in the language the browser prefers.</summary>
internal static class FrontDoor
{
    public static Task Handle(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept-Language";
        Outcomes.SeeOther(context, $"/{Language.LikedBy(context).Code}/");
        return Task.CompletedTask;
    }
}
