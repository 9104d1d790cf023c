using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// Reads one JSON object strictly and collects every error rather than stopping at the first. The same calls, made in
/// describing mode, tell which fields there are: documentation and reader cannot drift apart. An explicit null is an
/// absent field.
/// </summary>
public sealed partial class Fields
{
    internal const string NotText = "must not contain half of a surrogate pair";

    private static readonly JsonElement NoFields = JsonElement.Parse("{}");

    private readonly JsonElement _element;
    private readonly string _path;
    private readonly List<FieldError> _errors;
    private readonly List<FieldDescription>? _description;
    private readonly List<string> _asked = new(16);
    private int _present;

    private Fields(JsonElement element, string path, List<FieldError> errors, List<FieldDescription>? description) =>
        (_element, _path, _errors, _description) = (element, path, errors, description);

    /// <summary>
    /// Reads <paramref name="element"/>, which must be an object, and refuses fields that <paramref name="read"/> did
    /// not ask for.
    /// </summary>
    public static T Read<T>(JsonElement element, List<FieldError> errors, Func<Fields, T> read, string path = "")
    {
        if (JsonText.IsWhole(element)) return ReadWhole(element, errors, read, path);
        errors.Add(new(path, NotText));
        return read(new Fields(NoFields, path, errors: [], description: null));
    }

    /// <summary>The fields <paramref name="read"/> asks for, in the order it asks.</summary>
    public static IReadOnlyList<FieldDescription> Describe<T>(Func<Fields, T> read)
    {
        var fields = new Fields(default, "", [], description: []);
        read(fields);
        return fields._description!;
    }

    /// <summary>Adds an error about a field of this object.</summary>
    public void Error(string name, string message) => _errors.Add(new(Path(name), message));

    /// <summary>
    /// Free text. Whatever is read by this must end in a sealed part; open data takes <see cref="Label"/> or
    /// <see cref="Code"/>.
    /// </summary>
    public string? Text(string name, bool required = false, int maxLength = 200)
    {
        if (!TryTake(name, new("string") { MaxLength = maxLength }, required, out var value)) return null;
        if (TextOf(value) is not { } text) return Wrong<string>(name, "must be a string");
        if (string.IsNullOrWhiteSpace(text)) return Wrong<string>(name, "must not be blank");
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            return Wrong<string>(name, "must not contain control characters");
        return text.Length <= maxLength ? text : Wrong<string>(name, $"must be at most {maxLength} characters");
    }

    /// <summary>
    /// What a pit, team, device or sheet book is called in somebody's register: short, and open, so never a person's
    /// name.
    /// </summary>
    public string? Label(string name, bool required = false) => Pattern(name, IsLabel, LabelForm, required);

    /// <summary>A text that has its own form; <paramref name="form"/> says it in plain words.</summary>
    public string? Pattern(string name, Func<string, bool> matches, string form, bool required = false)
    {
        if (!TryTake(name, new("string") { Form = form }, required, out var value)) return null;
        return TextOf(value) is { } text && matches(text) ? text : Wrong<string>(name, $"must be {form}");
    }

    /// <summary>A number as printed on a certificate, seal or order: letters, digits, '.', '_', '-' and '/'.</summary>
    public string? PrintedNumber(string name, bool required = false) =>
        Pattern(name, text => IdForm.IsPrintedNumber(text), IdForm.PrintedNumberForm, required);

    public T? Id<T>(string name, bool required = false)
        where T : struct, ITextId<T>
    {
        if (!TryTake(name, new("string") { Form = T.Form }, required, out var value)) return null;
        if (TextOf(value) is { } text && T.TryParse(text) is { } id) return id;
        return WrongValue<T>(name, $"must be {T.Form}");
    }

    public Guid? Uuid(string name, bool required = false)
    {
        if (!TryTake(name, new("string") { Format = "uuid" }, required, out var value)) return null;
        if (TextOf(value) is { } text && Guid.TryParseExact(text, "D", out var uuid)) return uuid;
        return WrongValue<Guid>(name, "must be a UUID such as 0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c01");
    }

    public T? Code<T>(string name, bool required = false)
        where T : struct, Enum
    {
        if (!TryTake(name, new("string") { Codes = Json.Code<T>.All }, required, out var value)) return null;
        if (TextOf(value) is { } text && Json.Code<T>.Find(text) is { } code) return code;
        return WrongValue<T>(name, $"must be one of {string.Join(", ", Json.Code<T>.All)}");
    }

    private const string LabelForm =
        "1 to 50 letters, digits, single spaces, '.', '_', '-', '/' or '#', beginning and ending with a letter or digit";

    private static bool IsLabel(string text) =>
        text.Length is >= 1 and <= 50 && char.IsLetterOrDigit(text[0]) && char.IsLetterOrDigit(text[^1])
        && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '_' or '-' or '/' or '#')
        && !text.Contains("  ", StringComparison.Ordinal);

    private static string? TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static T ReadWhole<T>(JsonElement element, List<FieldError> errors, Func<Fields, T> read, string path)
    {
        var fields = new Fields(element, path, errors, description: null);
        var value = read(fields);
        fields.RefuseUnknown();
        return value;
    }

    private T? Wrong<T>(string name, string message)
        where T : class
    {
        Error(name, message);
        return null;
    }

    private T? WrongValue<T>(string name, string message)
        where T : struct
    {
        Error(name, message);
        return null;
    }

    private string Path(string name) =>
        _path.Length == 0 ? name : name.Length == 0 ? _path : name[0] == '[' ? _path + name : $"{_path}.{name}";
}
