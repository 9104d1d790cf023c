using NodaTime;

namespace Ledger.Testing;

/// <summary>The clock of this machine, moved; or one that stands, and moves only when it is told to.</summary>
public sealed class MovedClock(Duration by = default, Instant? standing = null) : IClock
{
    public Duration By { get; set; } = by;

    public Instant GetCurrentInstant() => (standing ?? SystemClock.Instance.GetCurrentInstant()) + By;
}
