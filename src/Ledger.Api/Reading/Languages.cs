using Ledger.Domain.Json;
using Ledger.Rules.Explanations;

namespace Ledger.Api.Reading;

/// <summary>The language somebody reads in.</summary>
internal static class Languages
{
    /// <summary><c>?lang=</c>, else the one of <c>Accept-Language</c> that is liked best and there is, else English.</summary>
    /// <exception cref="Http.RefusedException">There are no texts in the language that <c>?lang=</c> names.</exception>
    public static Language Of(HttpContext context) =>
        Answers.Code<Language>(context, "lang") is { } asked ? Code<Language>.Find(asked)!.Value : Liked(context) ?? Language.En;

    /// <summary>The one of <c>Accept-Language</c> that is liked best of those there are; null where none is.</summary>
    // RFC 9110, 12.5.4: weights, and ranges such as fr-CD.
    public static Language? Liked(HttpContext context) => context.Request.GetTypedHeaders().AcceptLanguage
        .Where(each => each.Quality is not 0).OrderByDescending(each => each.Quality ?? 1)
        .Select(each => Code<Language>.Find(each.Value.ToString().Split('-')[0].ToLowerInvariant()))
        .FirstOrDefault(known => known is not null);
}
