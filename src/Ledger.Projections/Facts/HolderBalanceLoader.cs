using Ledger.Rules.Facts;

namespace Ledger.Projections.Facts;

/// <summary>Puts together two years of a holder's runs.</summary>
public sealed class HolderBalanceLoader(KeyedFactLoader keyed, SubjectLoader subjects)
{
    public async Task<HolderBalanceFacts> LoadAsync(string subject, Horizon horizon, CancellationToken cancellation)
    {
        var (facts, corrected) = await keyed.LoadAsync(subject, horizon, cancellation);
        var runs = await subjects.RunsAsync(HolderBalanceFacts.RunsIn(facts), horizon, cancellation);
        return new(subject, facts, corrected, [.. runs.Values]);
    }
}
