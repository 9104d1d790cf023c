using System.Globalization;

namespace Ledger.Api.Http;

/// <summary>What query strings ask for, and what of them goes on to another page.</summary>
internal static class Paging
{
    /// <summary>The number, or <paramref name="otherwise"/> where there is none.</summary>
    /// <exception cref="RefusedException">Not a whole number from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public static long Number(HttpContext context, string name, long otherwise, long most, long least = 0)
    {
        var given = context.Request.Query[name];
        if (given.Count == 0) return otherwise;
        if (given.Count == 1 && long.TryParse(given[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most) return number;
        throw new RefusedException(new(Problem.FieldErrors, Errors: [new(name, string.Create(
            CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"))]));
    }

    /// <summary>True where the parameter is <c>true</c>.</summary>
    /// <exception cref="RefusedException">Neither true nor false.</exception>
    public static bool Flag(HttpContext context, string name) => context.Request.Query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        _ => throw new RefusedException(new(Problem.FieldErrors, Errors: [new(name, "must be true or false")])),
    };

    /// <summary>The query but for some parameters; what is given several times stays so.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Others(HttpContext context, params IReadOnlyCollection<string> without) =>
        context.Request.Query.Where(pair => !without.Contains(pair.Key))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
}
