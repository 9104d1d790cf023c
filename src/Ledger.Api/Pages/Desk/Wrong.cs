using Ledger.Api.Pages.House;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Pages.Desk;

/// <summary>What is wrong with a field of a form, as a sentence.</summary>
internal static class Wrong
{
    private const string Missing = "is required";

    public static string Say(Language language, Ask ask, FieldError error)
    {
        // Days and times stand in fields of their own, and a bare number on a tag needs its series: a form says so better than the API.
        if (ask.Kind is AskKind.When or AskKind.Moment && error.Message != Missing) return language["wrong.when"];
        if (ask.Kind is AskKind.Money or AskKind.Amounts) return language["wrong.money"];
        if (ask.Kind is AskKind.Tag or AskKind.Lot or AskKind.Lots or AskKind.Tags && error.Message == Missing
            && error.Field.EndsWith(".series", StringComparison.Ordinal)) return language["wrong.series"];
        return Wording.Sentence(language, error.Message);
    }
}
