namespace Ledger.Domain.Guarded.Settings;

/// <summary>A number that rules or views go by, and that the programme may change from a moment on.</summary>
/// <param name="Name">
/// Stored. What it belongs to, a dot, what it is, its unit last: <c>R5.heavierPct</c>. Never renamed, never reused.
/// </param>
/// <param name="Unit">kg, km, percent, sigma, hours, days, working-days, times, or what is counted: tags, records, shipments, lots, sites,
/// months.</param>
/// <param name="Default">The value as long as none was set.</param>
/// <param name="Decimals">Most decimals of a value.</param>
/// <param name="Rules">The rules that use it; none for what belongs to all findings or to a view.</param>
public sealed record Setting(
    string Name, string Unit, decimal Default, decimal Least, decimal Most, int Decimals, string Description, IReadOnlyList<string> Rules)
{
    /// <summary>True for a value it may be given.</summary>
    public bool Allows(decimal value) => value >= Least && value <= Most && decimal.Round(value, Decimals) == value;
}
