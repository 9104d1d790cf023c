using Ledger.Rules.Facts;

namespace Ledger.Rules.Balance;

/// <summary>What was done in a run: what it loses depends on that.</summary>
internal static class RunOperations
{
    /// <summary>Its operations by name, each once: <c>Washing+Drying</c>.</summary>
    public static string NameOf(RunFacts run) => string.Join('+', run.Parts.Select(part => part.Part.Operation).Distinct().Order());
}
