using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Desk;

/// <summary>One thing a record says.</summary>
/// <param name="Label">The field, with what it stands in.</param>
/// <param name="Value">In words, with its unit.</param>
public sealed record SaidLine(string Label, string Value)
{
    /// <summary>All that stands in the form of a record.</summary>
    public static IEnumerable<SaidLine> Of(RecordForm form, IReadOnlyDictionary<string, string> values, Language language)
    {
        return Lines(form.All, "", "");

        IEnumerable<SaidLine> Lines(IEnumerable<Ask> asks, string prefix, string above) =>
            asks.SelectMany(ask => LinesOf(ask, prefix + ask.Name, above + Labels.Field(language, form.Type, ask.Name)));

        IEnumerable<SaidLine> LinesOf(Ask ask, string path, string label)
        {
            if (ask.Kind == AskKind.Group) return Lines(ask.Members, path + ".", label + ", ");
            if (ask.Kind == AskKind.Rows)
                return FormRows.Used(values, path).SelectMany(row => Lines(
                    ask.Members, FormattableString.Invariant($"{path}[{row}]."), FormattableString.Invariant($"{label} {row + 1}, ")));
            return values.TryGetValue(path, out var value) ? [new(label, Word(ask, value, language))] : [];
        }
    }

    private static string Word(Ask ask, string value, Language language) => ask.Kind switch
    {
        AskKind.Choice => Labels.Code(language, ask.Name, value),
        AskKind.YesNo => language[value == "yes" ? "desk.yes" : "desk.no"],
        AskKind.Number => ask.Unit switch { "kg" => value + "\u00a0kg", "percent" => value + "\u00a0%", _ => value },
        _ => value,
    };
}
