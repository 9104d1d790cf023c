using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>A part of a page that knows the frame it stands in.</summary>
public abstract class Part : ComponentBase
{
    [CascadingParameter]
    public Frame Frame { get; set; } = null!;

    /// <summary>Texts and forms of the page's language.</summary>
    protected Language T => Frame.Language;

    /// <summary>Any of some codes, for a field.</summary>
    protected IReadOnlyList<(string Code, string Text)> AnyOf(IReadOnlyList<string> codes, Func<string, string> word) =>
        [("", T["lots.any"]), .. codes.Select(code => (code, word(code)))];

    /// <summary>A moment by the ledger's clock.</summary>
    protected string Here(Instant moment) => T.Minute(moment.InZone(Frame.Zone).LocalDateTime);

    /// <summary>Its day by the ledger's clock.</summary>
    protected string DayHere(Instant moment) => T.Day(moment.InZone(Frame.Zone).Date);
}

/// <summary>The content of a page, drawn from its model and from nothing else.</summary>
public abstract class View<TModel> : Part
    where TModel : notnull
{
    [Parameter]
    public TModel Model { get; set; } = default!;
}
