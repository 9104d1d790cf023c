using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Ledger.Api.Guarded;

/// <summary>The version of a guarded stream as an entity tag (RFC 9110, 8.8.3): <c>"v3"</c>.</summary>
internal static class EntityTag
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");

    /// <summary>Of an answer that also changes by itself, as a setting's value does when its day comes: <c>"v3-{hash}"</c>.</summary>
    public static string Of(int version, string hash) => $"{Of(version)[..^1]}-{hash}\"";

    /// <summary>Whether If-Match lets this version through: it is absent, names it, or is <c>*</c> and there is something.</summary>
    public static bool IsMatch(StringValues ifMatch, int version) =>
        ifMatch.Count == 0 || ifMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Any(tag => tag == Of(version) || tag.StartsWith($"{Of(version)[..^1]}-", StringComparison.Ordinal)
                || (tag == "*" && version > 0));
}
