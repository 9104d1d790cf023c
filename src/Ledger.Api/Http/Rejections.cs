namespace Ledger.Api.Http;

/// <summary>What the rules of guarded aggregates say no with: codes are public and never reused.</summary>
internal static class Rejections
{
    public static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>
    {
        ["setting-unknown"] = "There is no such setting",
        ["setting-out-of-bounds"] = "The setting does not take this value",
        ["setting-before-recorded"] = "A setting cannot take effect before it is recorded",
    };
}
