using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Rules.Explanations;

/// <summary>The languages findings are explained in, by their ISO 639-1 codes.</summary>
[JsonConverter(typeof(CodeJsonConverter<Language>))]
public enum Language { En, Fr }

/// <summary>The same in English and in French.</summary>
public readonly record struct Words(string English, string French)
{
    public string In(Language language) => language == Language.Fr ? French : English;
}
