using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.SignIn;

/// <param name="Next">Where to go on, behind the language.</param>
/// <param name="Error">Why the key was not taken; null at first.</param>
/// <param name="IsSessionOver">The reader was signed in before.</param>
/// <param name="Provider">Name of the identity provider; null where none is configured.</param>
/// <param name="ProviderError">Why signing in with it did not work.</param>
public sealed record SignInModel(string Next, string? Error, bool IsSessionOver, string? Provider, string? ProviderError);

/// <summary>GET and POST /sign-in, POST /sign-out: a key becomes a session.</summary>
internal sealed class SignInPage(KeyRing keys, Session session, LedgerOptions options)
{
    public const string Home = "/";

    public static Task ShowAsync(Visit visit) => Of(visit).ShowAsync(visit, error: null, problem: null);

    public static Task TakeAsync(Visit visit) => Of(visit).SignInAsync(visit);

    public static async Task SignOutAsync(Visit visit)
    {
        await visit.FormAsync();
        Session.End(visit.Http);
        visit.GoTo(Home);
    }

    /// <summary>Sends a reader who must sign in, and afterwards on to what was asked for.</summary>
    public static void Send(Visit visit)
    {
        var next = HttpMethods.IsGet(visit.Http.Request.Method) ? visit.Path : Home;
        visit.GoTo("/sign-in?next=" + Uri.EscapeDataString(next) + (visit.IsSessionOver ? "&over=true" : ""));
    }

    /// <summary>The page, saying why signing in with the provider did not work, and still with where to go on.</summary>
    public static string AddressOf(string next, string refused) =>
        "/sign-in?refused=" + refused + (next == Home ? "" : "&next=" + Uri.EscapeDataString(next));

    private async Task SignInAsync(Visit visit)
    {
        var key = (await visit.FormAsync())["key"].ToString().Trim();
        var header = ApiKey.Scheme + key;
        var (verdict, caller) = ApiKey.TryParse(header, out _) // a token opens the API, and no session
            ? await keys.CheckAsync(header, visit.Http.Connection.RemoteIpAddress, isPost: false) : (KeyVerdict.Invalid, null);
        if (caller is null)
        {
            var (error, problem) = verdict == KeyVerdict.Invalid
                ? ("sign-in.wrong", Problem.NotAuthenticated) : ("sign-in.too-many", Problem.TooManyRequests);
            await ShowAsync(visit, error, problem);
            return;
        }

        session.Begin(visit.Http, key);
        visit.GoTo(NextOf(visit));
    }

    private static SignInPage Of(Visit visit) => visit.Http.RequestServices.GetRequiredService<SignInPage>();

    private Task ShowAsync(Visit visit, string? error, Problem? problem)
    {
        if (visit.IsSessionOver) Session.End(visit.Http);
        var (language, refused) = (visit.Language, visit.Query("refused"));
        var isKnown = error is null && refused is "stale" or "refused" or "unknown" or "down";
        var providerError = isKnown ? language[$"sign-in.refused.{refused}"] : null;
        var isRefused = error is not null || providerError is not null;
        var model = new SignInModel(
            NextOf(visit), error is null ? null : language[error], !isRefused && (visit.IsSessionOver || visit.Query("over") is not null),
            options.Oidc?.Name, providerError);
        return visit.ShowAsync<SignInView, SignInModel>(language["sign-in"], model, problem);
    }

    // Only a path of ours: it comes after the language, a second slash would name another host, and a header takes no other letters.
    public static string NextOf(Visit visit) =>
        visit.Query("next") is { } next && next.StartsWith('/') && !next.StartsWith("//", StringComparison.Ordinal) && !next.Contains('\\')
        && next.All(letter => letter is > ' ' and <= '~') ? next : Home;
}
