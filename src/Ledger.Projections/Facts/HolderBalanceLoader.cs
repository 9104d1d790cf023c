using Ledger.Rules.Facts;

namespace Ledger.Projections.Facts;

/// <summary>Puts together two years of a holder's runs and counts, and what is known of its heaps.</summary>
public sealed class HolderBalanceLoader(KeyedFactLoader keyed, SubjectLoader subjects)
{
    public async Task<HolderBalanceFacts> LoadAsync(string subject, Horizon horizon, CancellationToken cancellation)
    {
        var (facts, corrected) = await keyed.LoadAsync(subject, horizon, cancellation);
        var runs = await subjects.RunsAsync(HolderBalanceFacts.RunsIn(facts), horizon, cancellation);
        var heaps = await subjects.LotsAsync(HolderBalanceFacts.HeapsIn(facts, runs.Values), horizon, cancellation);
        return new(subject, facts, corrected, [.. runs.Values]) { Heaps = heaps };
    }
}
