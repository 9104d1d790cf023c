using System.Text.Json;

namespace Ledger.Api.Tests.Pages;

/// <summary>A form as a person fills it, field by field.</summary>
internal static class FilledForm
{
    /// <summary>Types into fields, in the order given, and opens what they are folded away in.</summary>
    public static async Task FillAsync(this Visitor visitor, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            await visitor.Page.EvaluateAsync($"document.querySelector('[name=\"{name}\"]').closest('details')?.setAttribute('open', '')");
            if (await IsTypedAsync(visitor, name)) await visitor.Page.TypeAsync($"[name=\"{name}\"]", value);
            else await visitor.Page.EvaluateAsync($"document.querySelector('[name=\"{name}\"]').value = {JsonSerializer.Serialize(value)}");
        }
    }

    /// <summary>Presses the form's own button.</summary>
    public static Task RecordAsync(this Visitor visitor) =>
        visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("main form > button"));

    /// <summary>Follows a link of the page.</summary>
    public static Task FollowAsync(this Visitor visitor, string path) =>
        visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync($"a[href=\"{path}\"]"));

    public static async Task<string> ValueAsync(this Visitor visitor, string name) =>
        (await visitor.Page.EvaluateAsync($"document.querySelector('[name=\"{name}\"]').value")).GetString()!;

    // Days, times and choices stand in controls of the browser's own, worked part by part; what they then hold is set.
    private static async Task<bool> IsTypedAsync(Visitor visitor, string name) => (await visitor.Page.EvaluateAsync(
        $"(e => e.tagName === 'TEXTAREA' || e.type === 'text')(document.querySelector('[name=\"{name}\"]'))")).GetBoolean();
}
