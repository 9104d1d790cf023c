using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Api.SignOn;

namespace Ledger.Api.Pages.SignIn;

/// <summary>GET /sign-in/provider and /sign-in/return: to the identity provider and back (decision 0029).</summary>
internal static class ProviderPage
{
    // One address to register with the provider; the language is in what the browser brings back.
    private const string ReturnPath = "/en/sign-in/return";

    public static async Task SendAsync(Visit visit)
    {
        var (flow, next) = (FlowOf(visit), SignInPage.NextOf(visit));
        try
        {
            var (address, pending) = await flow.BeginAsync(visit.Origin + ReturnPath, visit.Language.Code, next);
            visit.Http.Response.Cookies.Append(CodeFlow.Cookie, pending, Session.OptionsFor(visit.Http.Request));
            Outcomes.SeeOther(visit.Http, address);
        }
        catch (ProviderException failed)
        {
            Failures.Begin(visit.Http, failed);
            visit.GoTo(SignInPage.AddressOf(next, "down"));
        }
    }

    public static async Task ReturnAsync(Visit visit)
    {
        var (flow, http) = (FlowOf(visit), visit.Http);
        var pending = flow.PendingIn(http.Request.Cookies[CodeFlow.Cookie]);
        var (verdict, person, why) = await EndAsync(visit, flow, pending);
        if (why is not null) Http.Log.SignInRefused(http.RequestServices.GetRequiredService<ILogger<CodeFlow>>(), verdict, why);
        http.Response.Cookies.Delete(CodeFlow.Cookie, Session.OptionsFor(http.Request)); // whatever comes of it, once
        if (person is not null) http.RequestServices.GetRequiredService<Session>().Begin(http, person);
        var refused = verdict switch
        {
            SignOnVerdict.SignedIn => null,
            SignOnVerdict.Stale => "stale",
            SignOnVerdict.Unknown => "unknown",
            SignOnVerdict.Down => "down",
            _ => "refused",
        };
        var next = pending?.Next ?? SignInPage.Home;
        var path = refused is null ? next : SignInPage.AddressOf(next, refused);
        Outcomes.SeeOther(http, $"/{pending?.Language ?? visit.Language.Code}{path}");
    }

    private static async Task<SignOnEnd> EndAsync(Visit visit, CodeFlow flow, PendingSignIn? pending)
    {
        try
        {
            return await flow.EndAsync(pending, visit.Http.Request.Query, visit.Origin + ReturnPath);
        }
        catch (ProviderException failed)
        {
            Failures.Begin(visit.Http, failed);
            return new(SignOnVerdict.Down);
        }
    }

    private static CodeFlow FlowOf(Visit visit) =>
        visit.Http.RequestServices.GetService<CodeFlow>() ?? throw new RefusedException(new(Problem.NotFound));
}
