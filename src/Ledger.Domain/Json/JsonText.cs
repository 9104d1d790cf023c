using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ledger.Domain.Json;

/// <summary>An escape such as <c>\ud800</c> alone is good JSON and yet no text: .NET throws where it is read.</summary>
internal static class JsonText
{
    /// <summary>True when every name and string of the element is Unicode text.</summary>
    public static bool IsWhole(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (raw.IndexOf("\\u"u8) < 0) return true;

        var reader = new Utf8JsonReader(raw);
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String) reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
