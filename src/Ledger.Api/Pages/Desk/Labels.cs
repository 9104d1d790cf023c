using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Desk;

/// <summary>The words for fields and codes of custody events.</summary>
internal static class Labels
{
    /// <summary>What a field is called on the form of a type.</summary>
    public static string Field(Language language, string type, string name) =>
        language.Find($"field.{type}.{name}") ?? language.Find($"field.{name}") ?? name;

    /// <summary>What a code of a field means.</summary>
    public static string Code(Language language, string field, string code) =>
        language.Find($"code.{field}.{code}") ?? language.Find($"{field}.{code}") ?? language.Find($"code.{code}") ?? code;
}
