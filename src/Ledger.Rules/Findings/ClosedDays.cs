using NodaTime;

namespace Ledger.Rules.Findings;

/// <summary>The days rules look from.</summary>
public static class ClosedDays
{
    /// <summary>Stands for the last closed day before any was closed: nothing about age or absence has come due.</summary>
    public static readonly LocalDate BeforeAll = new(1970, 1, 1);
}
