namespace Ledger.Api.Http;

/// <summary>GET /problems/{name}: what a problem's type means.</summary>
internal static class GetProblem
{
    public static Task Handle(HttpContext context, string name) =>
        Problem.All.FirstOrDefault(problem => problem.Name == name) is { } problem
            ? Outcomes.TextAsync(context, $"{problem.Name} ({problem.Status}): {problem.Title}.\n")
            : Outcomes.RefuseAsync(context, new(Problem.NotFound));
}
