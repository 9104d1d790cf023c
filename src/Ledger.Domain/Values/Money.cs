namespace Ledger.Domain.Values;

/// <summary>An amount of money. It only ever stands in a sealed part, never in open data.</summary>
/// <param name="AmountMinor">Unit: the currency's minor unit (cents, or whole francs where there are none).</param>
/// <param name="Currency">ISO 4217 alphabetic code.</param>
public readonly record struct Money(long AmountMinor, string Currency);
