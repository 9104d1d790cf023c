using System.Globalization;
using System.Text.Json;

namespace Ledger.Api.Tests.Pages;

/// <summary>What a person reads on a page, and asks of it.</summary>
internal static class Seen
{
    /// <summary>All of it stands in the page's own part.</summary>
    public static async Task SeesAsync(this Visitor visitor, params string[] expected)
    {
        var shown = await visitor.MainAsync();
        foreach (var each in expected) Assert.Contains(each, shown, StringComparison.Ordinal);
    }

    /// <summary>The texts of what a selector finds, one by one.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(this Visitor visitor, string selector) =>
        [.. (await visitor.Page.EvaluateAsync(
            $"[...document.querySelectorAll({JsonSerializer.Serialize(selector)})]"
            + ".map(each => (each.innerText ?? each.textContent).trim())"))
            .EnumerateArray().Select(each => each.GetString()!)];

    /// <summary>How many a selector finds.</summary>
    public static async Task<int> CountAsync(this Visitor visitor, string selector) => (await visitor.Page.EvaluateAsync(
        $"document.querySelectorAll({JsonSerializer.Serialize(selector)}).length")).GetInt32();

    /// <summary>Clicks what leads to another page.</summary>
    public static Task PressAsync(this Visitor visitor, string selector) =>
        visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(selector));

    /// <summary>Goes to a place of the navigation.</summary>
    public static Task TurnToAsync(this Visitor visitor, string path) => visitor.PressAsync($".nav a[href='{path}']");

    public static Task SignOutAsync(this Visitor visitor) => visitor.PressAsync(".mast .as-link");

    /// <summary>The number a text begins with, thousands separated as in English: 1,794.863 kg, 81.47%.</summary>
    public static decimal Number(string text) => decimal.Parse(
        text.TakeWhile(sign => char.IsAsciiDigit(sign) || sign is '.' or ',').ToArray(),
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
