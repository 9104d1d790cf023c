using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Admin;

/// <summary>The value of a setting with its unit.</summary>
internal static class SettingValue
{
    public static string Say(Language language, decimal value, string unit) =>
        unit == "percent" ? language.Percent(value / 100) : $"{language.Number(value)}\u00a0{language.Word("setting-unit", unit)}";
}
