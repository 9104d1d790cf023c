using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.SignIn;

namespace Ledger.Api.Pages.House;

/// <summary>
/// The pages of one language. Each is public to the guard: what it shows it asks the API in its reader's name, and what the API refuses
/// becomes a page too.
/// </summary>
internal sealed class PageGroup(IEndpointRouteBuilder routes, Language language)
{
    public void Get(string path, Func<Visit, Task> show) => Map(path, HttpMethods.Get, show);

    public void Post(string path, Func<Visit, Task> take) => Map(path, HttpMethods.Post, take);

    private void Map(string path, string method, Func<Visit, Task> answer) =>
        routes.MapMethods($"/{language.Code}{path}", [method], (RequestDelegate)(context => AnswerAsync(context, answer)))
            .IsPublic().ExcludeFromDescription();

    private async Task AnswerAsync(HttpContext context, Func<Visit, Task> answer)
    {
        var visit = new Visit(context, language, context.RequestServices.GetRequiredService<PageParts>());
        try
        {
            await visit.RecogniseAsync();
            await answer(visit);
        }
        catch (RefusedException refused) when (!context.Response.HasStarted)
        {
            if (refused.Refusal.Problem == Problem.NotAuthenticated) SignInPage.Send(visit);
            else await ErrorPage.ShowAsync(visit, refused.Refusal);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await ErrorPage.ShowAsync(visit, Failures.Begin(context, exception)); // a bug or an outage: of a page, a page too
        }
    }
}
