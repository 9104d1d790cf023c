using Ledger.Api.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Ledger.Api.Pages.House;

/// <summary>Addresses that are asked of the API, and those of pages.</summary>
internal static class Address
{
    /// <summary>A path with those parameters that have a value, behind the query it may have.</summary>
    public static string With(string path, params IEnumerable<KeyValuePair<string, string?>> query) =>
        QueryHelpers.AddQueryString(path, query);

    /// <summary>The page's own, behind the language, without some parameters.</summary>
    public static string Without(Visit visit, params IReadOnlyCollection<string> parameters) =>
        With(visit.Path.Split('?')[0], Paging.Others(visit.Http, parameters));
}
