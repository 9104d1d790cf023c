using System.Text.Json;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>What kind of value a field holds, for documentation.</summary>
/// <param name="JsonType">string, number, integer, boolean, object or array.</param>
public readonly record struct FieldKind(string JsonType)
{
    public string? Format { get; init; }
    public string? Form { get; init; }
    public string? Unit { get; init; }
    public int? MaxLength { get; init; }
    public decimal? Minimum { get; init; }
    public decimal? Maximum { get; init; }
    public IReadOnlyList<string>? Codes { get; init; }
    public IReadOnlyList<FieldDescription>? Members { get; init; }
}

/// <summary>One field a reader asks for.</summary>
public sealed record FieldDescription(string Name, FieldKind Kind, bool Required);

public sealed partial class Fields
{
    /// <summary>A nested object, or the default when it is absent or wrong.</summary>
    public T? Object<T>(string name, Func<Fields, T> read, bool required = false)
    {
        if (_description is not null)
        {
            _description.Add(new(name, new("object") { Members = Describe(read) }, required));
            return default;
        }

        if (!TryTake(name, ObjectKind, required, out var value)) return default;
        if (value.ValueKind == JsonValueKind.Object) return ReadWhole(value, _errors, read, Path(name));
        Error(name, "must be an object");
        return default;
    }

    /// <summary>A list of objects; absent reads as empty. A required list has at least one item.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<Fields, T?> read, bool required = false, int max = 2_000)
    {
        if (_description is not null)
        {
            _description.Add(new(name, new("array") { Members = Describe(read), Maximum = max }, required));
            return [];
        }

        if (!TryTake(name, ArrayKind, required, out var value)) return [];
        if (!IsListWithin(name, value, required, max)) return [];
        var items = new List<T>(value.GetArrayLength());
        foreach (var (index, element) in value.EnumerateArray().Index())
        {
            var path = Path($"{name}[{index}]");
            if (element.ValueKind != JsonValueKind.Object) _errors.Add(new(path, "must be an object"));
            else if (ReadWhole(element, _errors, read, path) is { } item) items.Add(item);
        }

        return items;
    }

    /// <summary>A list of identifiers; absent reads as empty. A required list has at least one item.</summary>
    public IReadOnlyList<T> Ids<T>(string name, bool required = false, int max = 100)
        where T : struct, ITextId<T>
    {
        if (!TryTake(name, new("array") { Form = $"each {T.Form}", Maximum = max }, required, out var value)) return [];
        if (!IsListWithin(name, value, required, max)) return [];
        var ids = new List<T>(value.GetArrayLength());
        foreach (var (index, element) in value.EnumerateArray().Index())
        {
            var path = $"{name}[{index}]";
            if (TextOf(element) is not { } text || T.TryParse(text) is not { } id) Error(path, $"must be {T.Form}");
            else if (ids.Contains(id)) Error(path, "must not be named twice");
            else ids.Add(id);
        }

        return ids;
    }

    /// <summary>A list of codes, none twice; absent reads as empty. A required list has at least one item.</summary>
    public IReadOnlyList<T> Codes<T>(string name, bool required = false)
        where T : struct, Enum
    {
        if (!TryTake(name, new("array") { Codes = Json.Code<T>.All }, required, out var value)) return [];
        if (!IsListWithin(name, value, required, Json.Code<T>.All.Count)) return [];
        var codes = new List<T>(value.GetArrayLength());
        foreach (var (index, element) in value.EnumerateArray().Index())
        {
            if (TextOf(element) is not { } text || Json.Code<T>.Find(text) is not { } code)
                Error($"{name}[{index}]", $"must be one of {string.Join(", ", Json.Code<T>.All)}");
            else if (codes.Contains(code)) Error($"{name}[{index}]", "must not be named twice");
            else codes.Add(code);
        }

        return codes;
    }

    private bool IsListWithin(string name, JsonElement value, bool required, int max)
    {
        if (value.ValueKind != JsonValueKind.Array) Error(name, "must be an array");
        else if (required && value.GetArrayLength() == 0) Error(name, "must not be empty");
        else if (value.GetArrayLength() > max) Error(name, $"must have at most {max} items");
        else return true;
        return false;
    }

    /// <summary>
    /// An error on the first of <paramref name="names"/> unless one of these fields is given; an empty list is not.
    /// </summary>
    public void RequireOneOf(params ReadOnlySpan<string> names)
    {
        if (_description is not null) return;
        foreach (var name in names)
            if (IsGiven(name)) return;
        Error(names[0], $"is required, or {string.Join(" or ", names[1..])} in its place");
    }

    /// <summary>An error unless exactly one of <paramref name="names"/> is given.</summary>
    public void RequireExactlyOne(params ReadOnlySpan<string> names)
    {
        RequireOneOf(names);
        if (_description is not null) return;
        string? first = null;
        foreach (var name in names)
        {
            if (!IsGiven(name)) continue;
            if (first is not null) Error(name, $"must not stand beside {first}");
            first ??= name;
        }
    }

    /// <summary>An error on the list where two lines have the same <paramref name="key"/>.</summary>
    public void RequireDistinct<T, TKey>(string name, IReadOnlyList<T> items, Func<T, TKey> key)
    {
        if (items.DistinctBy(key).Count() != items.Count) Error(name, "must not name the same one twice");
    }

    /// <summary>An error where only one of two fields that mean nothing alone is given.</summary>
    public void RequireTogether(string one, string other)
    {
        if (_description is not null || IsGiven(one) == IsGiven(other)) return;
        var (missing, given) = IsGiven(one) ? (other, one) : (one, other);
        Error(missing, $"is required where {given} is given");
    }

    private bool IsGiven(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 0);

    /// <summary>The value as it was posted, for a reader that chooses what to do by another field.</summary>
    public JsonElement? Raw(string name, in FieldKind kind, bool required = false) =>
        TryTake(name, kind, required, out var value) ? value : null;

    private static readonly FieldKind ObjectKind = new("object");
    private static readonly FieldKind ArrayKind = new("array");

    private bool TryTake(string name, in FieldKind kind, bool required, out JsonElement value)
    {
        value = default;
        if (_description is not null)
        {
            _description.Add(new(name, kind, required));
            return false;
        }

        _asked.Add(name);
        if (_element.TryGetProperty(name, out value))
        {
            _present++;
            if (value.ValueKind != JsonValueKind.Null) return true;
        }

        if (required) Error(name, "is required");
        return false;
    }

    private void RefuseUnknown()
    {
        if (_description is not null || _present == _element.GetPropertyCount()) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in _element.EnumerateObject())
        {
            var name = property.Name;
            if (!_asked.Contains(name)) Error(name, "is not a known field here");
            else if (!seen.Add(name)) Error(name, "must not be given twice");
        }
    }
}
