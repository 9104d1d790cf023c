using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.SignIn;

/// <param name="Next">Where to go on, behind the language.</param>
/// <param name="Error">Why the key was not taken; null at first.</param>
/// <param name="IsSessionOver">The reader was signed in before.</param>
public sealed record SignInModel(string Next, string? Error, bool IsSessionOver);

/// <summary>GET and POST /sign-in, POST /sign-out: a key becomes a session.</summary>
internal sealed class SignInPage(KeyRing keys, Session session)
{
    private const string Home = "/";

    public static Task ShowAsync(Visit visit) => ShowAsync(visit, error: null, problem: null);

    public static Task TakeAsync(Visit visit) => visit.Http.RequestServices.GetRequiredService<SignInPage>().SignInAsync(visit);

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

    private async Task SignInAsync(Visit visit)
    {
        var key = (await visit.FormAsync())["key"].ToString().Trim();
        var (verdict, caller) = await keys.CheckAsync("Bearer " + key, visit.Http.Connection.RemoteIpAddress, isPost: false);
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

    private static Task ShowAsync(Visit visit, string? error, Problem? problem)
    {
        if (visit.IsSessionOver) Session.End(visit.Http);
        var (language, isOver) = (visit.Language, error is null && (visit.IsSessionOver || visit.Query("over") is not null));
        var model = new SignInModel(NextOf(visit), error is null ? null : language[error], isOver);
        return visit.ShowAsync<SignInView, SignInModel>(language["sign-in"], model, problem);
    }

    // Only a path of ours: it comes after the language, and a second slash would name another host.
    private static string NextOf(Visit visit) =>
        visit.Query("next") is { } next && next.StartsWith('/') && !next.StartsWith("//", StringComparison.Ordinal) && !next.Contains('\\')
            ? next : Home;
}
