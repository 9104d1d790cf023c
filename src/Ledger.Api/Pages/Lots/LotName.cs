namespace Ledger.Api.Pages.Lots;

/// <summary>A lot as a record names it: by its id, or by the tag it wore.</summary>
public sealed record LotName(string? LotId, TagName? Tag)
{
    public string Text => LotId ?? $"{Tag!.Series} {Tag.Number}";

    /// <summary>The page about it: of a tag, the way to the lot that wore it last.</summary>
    public string Path => LotId is not null ? "/lots/" + Uri.EscapeDataString(LotId)
        : "/lots?find=" + Uri.EscapeDataString($"{Tag!.Series}/{Tag.Kind}/{Tag.Number}");
}
