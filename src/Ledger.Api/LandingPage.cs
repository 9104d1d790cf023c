using Ledger.Api.Http;

namespace Ledger.Api;

/// <summary>GET /: one calm page that leads to the documentation.</summary>
internal static class LandingPage
{
    private static readonly byte[] Page = Read("wwwroot/index.html");

    public static Task Handle(HttpContext context) => Outcomes.PageAsync(context, Page);

    private static byte[] Read(string name)
    {
        using var resource = typeof(LandingPage).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>GET /problems/{name}: what a problem's type means.</summary>
internal static class GetProblem
{
    public static Task Handle(HttpContext context, string name) =>
        Problem.All.FirstOrDefault(problem => problem.Name == name) is { } problem
            ? Outcomes.TextAsync(context, $"{problem.Name} ({problem.Status}): {problem.Title}.\n")
            : Outcomes.RefuseAsync(context, new(Problem.NotFound));
}
