using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;

namespace Ledger.Api.Pages.Findings;

/// <summary>What a finding or a stream is about, in words and as an address.</summary>
internal static class Subjects
{
    /// <summary>Kind in words, then the id.</summary>
    public static string Say(Language language, string subject)
    {
        var (kind, key) = Parts(subject);
        return key.Length == 0 ? subject : $"{language.Word("subject", kind)} {key}";
    }

    private const int YearDigits = 4;

    /// <summary>The page about it; null where there is none.</summary>
    public static string? PathOf(string subject)
    {
        var (kind, key) = Parts(subject);
        return kind switch
        {
            "lot" or "origin" => "/lots/" + Uri.EscapeDataString(key),
            "tag" when key.Split('/') is [var series, var tagKind, var number] => new TagName(series, tagKind, number).Path,
            "run" or "cycle" => "/runs/" + Uri.EscapeDataString(key),
            "sale" => "/sales/" + Uri.EscapeDataString(key),
            "movement" => "/movements/" + Uri.EscapeDataString(key),
            "site" => "/sites/" + Uri.EscapeDataString(key),
            "finding" => "/findings/" + Uri.EscapeDataString(key),
            // whose page is not open to who sees a pseudonym
            _ when key.StartsWith('~') => null,
            "holder" or "party" or "membership" => "/parties/" + Uri.EscapeDataString(key),
            "holder-balance" or "holder-month" when key.LastIndexOf('/') is > 0 and var slash && key.Length > slash + YearDigits =>
                $"/parties/{Uri.EscapeDataString(key[..slash])}/balance?year={key.Substring(slash + 1, YearDigits)}",
            _ => null,
        };
    }

    private static (string Kind, string Key) Parts(string subject) =>
        subject.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (subject[..colon], subject[(colon + 1)..]) : (subject, "");
}
