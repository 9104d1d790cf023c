using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Findings;

/// <summary>What a finding is about, in words and as an address.</summary>
internal static class Subjects
{
    /// <summary>Kind in words, then the id.</summary>
    public static string Say(Language language, string subject)
    {
        var (kind, key) = Parts(subject);
        return key.Length == 0 ? subject : $"{language.Word("subject", kind)} {key}";
    }

    /// <summary>The page about it; null where there is none.</summary>
    public static string? PathOf(string subject)
    {
        var (kind, key) = Parts(subject);
        return kind switch
        {
            "lot" or "origin" => "/lots/" + Uri.EscapeDataString(key),
            "tag" => "/lots?find=" + Uri.EscapeDataString(key),
            _ => null,
        };
    }

    private static (string Kind, string Key) Parts(string subject) =>
        subject.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (subject[..colon], subject[(colon + 1)..]) : (subject, "");
}
