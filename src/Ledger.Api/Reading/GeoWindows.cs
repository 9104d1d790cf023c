using System.Globalization;
using Ledger.Api.Http;
using Ledger.Domain.CustodyEvents;
using Ledger.Projections.Queries;

namespace Ledger.Api.Reading;

/// <summary>The part of the world a map shows, as <c>west</c>, <c>south</c>, <c>east</c> and <c>north</c> in degrees.</summary>
internal static class GeoWindows
{
    private static readonly string[] Names = ["west", "south", "east", "north"];

    /// <summary>Null where none of the four is given.</summary>
    /// <exception cref="RefusedException">Some are missing, or they enclose nothing.</exception>
    public static GeoWindow? Of(HttpContext context)
    {
        if (Names.All(name => context.Request.Query[name].Count == 0)) return null;
        var errors = new List<FieldError>();
        var sides = Names.Select(name => name[0] is 'w' or 'e' ? Degrees(context, name, -180, 180, errors)
            : Degrees(context, name, -90, 90, errors)).ToList();
        if (errors.Count == 0 && sides[0] >= sides[2]) errors.Add(new("east", "must be more than west"));
        if (errors.Count == 0 && sides[1] >= sides[3]) errors.Add(new("north", "must be more than south"));
        return errors.Count == 0 ? new(sides[0], sides[1], sides[2], sides[3])
            : throw new RefusedException(new(Problem.FieldErrors, Errors: errors));
    }

    /// <summary>Degrees an outline may differ from what was entered; 0 where nothing is said.</summary>
    /// <exception cref="RefusedException">It is no such number.</exception>
    public static decimal Detail(HttpContext context)
    {
        if (context.Request.Query["detail"].Count == 0) return 0;
        var errors = new List<FieldError>();
        var detail = Degrees(context, "detail", 0, 10, errors);
        return errors.Count == 0 ? detail : throw new RefusedException(new(Problem.FieldErrors, Errors: errors));
    }

    private static decimal Degrees(HttpContext context, string name, int least, int most, List<FieldError> errors)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var given = context.Request.Query[name].ToString();
        if (given.Length <= 20 && decimal.TryParse(given, style, CultureInfo.InvariantCulture, out var degrees)
            && degrees >= least && degrees <= most) return degrees;
        errors.Add(new(name, $"must be degrees from {least} to {most}"));
        return 0;
    }
}
