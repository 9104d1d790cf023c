namespace Ledger.Api.Pages.House;

/// <summary>Addresses that are asked of the API.</summary>
internal static class Address
{
    /// <summary>A path with a query of those parameters that have a value.</summary>
    public static string With(string path, params IEnumerable<KeyValuePair<string, string?>> query) =>
        path + QueryString.Create(query.Where(pair => pair.Value is not null)).Value;
}
