using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ledger.Api.Pages.House;

/// <summary>
/// What the API says is wrong with a field, in the reader's language. The API says it in English; for other languages a table turns
/// its sentences, with what is particular to each, into theirs. A sentence without a line stays as it is.
/// </summary>
internal static class Messages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly IReadOnlyList<(Regex Form, string Text)> French = Read("fr");

    /// <summary>The message; null where the language has no line for it.</summary>
    public static string? Find(Language language, string message)
    {
        if (language != Language.French) return message;
        foreach (var (form, text) in French)
            if (form.Match(message) is { Success: true } match)
                return string.Format(provider: null, text, [.. match.Groups.Values.Skip(1).Select(object (group) => group.Value)]);
        return null;
    }

    public static string Say(Language language, string message) => Find(language, message) ?? message;

    // Longer forms first: what is particular to a sentence must not swallow the rest of another.
    private static List<(Regex, string)> Read(string code)
    {
        using var resource = typeof(Messages).Assembly.GetManifestResourceStream($"messages/{code}.json")!;
        return
        [
            .. JsonSerializer.Deserialize(resource, TextsJson.Default.DictionaryStringString)!.OrderByDescending(pair => pair.Key.Length)
                .Select(pair => (new Regex("^" + Pattern(pair.Key) + "$", RegexOptions.CultureInvariant, Patience), pair.Value)),
        ];
    }

    private static string Pattern(string form) => Regex.Replace(Regex.Escape(form), @"\\\{\d}", "(.+?)");
}
