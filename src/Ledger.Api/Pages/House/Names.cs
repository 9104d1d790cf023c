namespace Ledger.Api.Pages.House;

/// <summary>Somebody under another name, by what it does in the chain.</summary>
public sealed record Counterparty(string Name, IReadOnlyList<string> Roles);

/// <summary>How parties of one answer are called before its reader.</summary>
public sealed class Names(IEnumerable<IReadOnlyList<Counterparty>?> known)
{
    private readonly Dictionary<string, string> _roles = known.SelectMany(each => each ?? []).DistinctBy(each => each.Name)
        .ToDictionary(each => each.Name, each => each.Roles.Count > 0 ? each.Roles[0] : "", StringComparer.Ordinal);

    /// <summary>The name; before a pseudonym its role.</summary>
    public string Of(string party, Language language) => _roles.TryGetValue(party, out var role) && role.Length > 0
        ? $"{language.Word("role", role)} {party}" : party;
}
