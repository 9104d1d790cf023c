using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>What stands around the content of a page.</summary>
/// <param name="Zone">The ledger's: when something was recorded is told by its clock.</param>
/// <param name="Reader">Null for the public.</param>
/// <param name="Path">Behind the language, with its query: the same page in another language.</param>
/// <param name="Title">Of the page, in its language.</param>
/// <param name="FormToken">Name and value of the hidden field that shows a form is ours; asking for it sets a cookie.</param>
/// <param name="Scripts">The modules that add to the page where there is script.</param>
public sealed record Frame(
    Language Language, DateTimeZone Zone, Reader? Reader, string Path, string Title, Func<(string Name, string Value)> FormToken,
    IReadOnlyList<string> Scripts)
{
    /// <summary>The address of a page in the same language.</summary>
    public string To(string path) => $"/{Language.Code}{path}";
}
