namespace Ledger.Api.Pages.Lots;

/// <summary>How a lot's state looks.</summary>
internal static class LotLook
{
    public static string ToneOf(string status) => status switch
    {
        "lost" => "bad",
        "unknown" => "care",
        "held" or "partly-consumed" or "in-transit" => "good",
        _ => "quiet",
    };
}
