using Ledger.Projections.Facts;
using Ledger.Projections.Views;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// Judges again, a little at a time, what a changed setting concerns and was judged before the change was known. Doing it twice changes
/// nothing, since findings are appended at the version that was read.
/// </summary>
public sealed class SettingReview(SettingReviews reviews, DatedAhead datedAhead, Evaluator evaluator, ViewWriter views)
{
    private const int BatchSize = 50;

    /// <summary>One small batch; false when there is nothing to do.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        await using var held = await reviews.HoldAsync(cancellation);
        if (await SettingReviews.NextAsync(held, cancellation) is not { } review) return false;
        var upTo = await views.ProgressAsync(cancellation);
        if (upTo < review.SettingSequence) return false; // views are being replayed, and do not know yet what it concerns
        var batch = await datedAhead.ConcernedAsync(
            review.SettingSequence, review.EffectiveFrom, review.DoneSequence, BatchSize, cancellation);
        if (batch.Count > 0)
        {
            await evaluator.EvaluateAsync(batch, new(upTo), cancellation);
            await SettingReviews.MoveAsync(held, review, batch[^1].Sequence, cancellation);
        }
        else
        {
            await SettingReviews.RemoveAsync(held, review, cancellation);
        }

        return true;
    }
}
