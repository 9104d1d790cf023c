namespace Ledger.Cli.Detection;

/// <summary>What was set as a goal.</summary>
/// <param name="IsWithinHalfYear">Else within a year.</param>
/// <param name="IsAnyTier">A finding of any tier counts, of a fraud done once.</param>
internal sealed record DetectionGoal(string Cell, double Wanted, bool IsWithinHalfYear = true, bool IsAnyTier = false)
{
    public static IReadOnlyList<DetectionGoal> All { get; } =
    [
        new("laundering:3/everywhere", 0.95), new("laundering:3/nowhere", 0.90, IsWithinHalfYear: false),
        new("laundering:5/everywhere", 0.95), new("laundering:5/nowhere", 0.95), new("laundering:2/everywhere", 0.90),
        new("bag-inflation:2/everywhere", 0.99, IsAnyTier: true), new("tag-on-two-lots/everywhere", 1, IsAnyTier: true),
        new("tag-of-another-site/everywhere", 1, IsAnyTier: true),
    ];

    public Proportion Measured(CellSummary cell) => IsAnyTier ? cell.AnyTier : IsWithinHalfYear ? cell.Within6 : cell.Within12;
}

/// <summary>All that was measured.</summary>
internal sealed record DetectionTable(IReadOnlyList<CleanSummary> Clean, IReadOnlyList<CellSummary> Cells)
{
    public static DetectionTable Of(IReadOnlyList<DetectionCell> cells, ILookup<string, Trial> trials)
    {
        var clean = cells.Where(cell => cell.IsClean).ToDictionary(
            cell => cell.Moisture, cell => new CleanSummary(cell.Name, [.. trials[cell.Name].OrderBy(trial => trial.Number)]));
        return new(
            [.. clean.Values],
            [.. cells.Where(cell => !cell.IsClean).Select(cell => (cell, Trials: trials[cell.Name].ToList()))
                .Where(each => each.Trials.Count > 0).Select(each => CellSummary.Of(each.cell, each.Trials, clean[each.cell.Moisture]))]);
    }

    public IEnumerable<(DetectionGoal Goal, CellSummary Cell)> Goals =>
        DetectionGoal.All.Join(Cells, goal => goal.Cell, cell => cell.Cell, (goal, cell) => (goal, cell));
}
