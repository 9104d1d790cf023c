using System.Text.Json.Serialization;
using NodaTime;

namespace Ledger.Domain.Values;

/// <summary>When it happened, as exactly as the recorder knows it.</summary>
/// <param name="EventTime">RFC 3339 with the local offset kept.</param>
/// <param name="TimePrecision">minute, half-day or day.</param>
public readonly record struct EventWhen(OffsetDateTime EventTime, TimePrecision TimePrecision)
{
    /// <summary>
    /// The span in UTC within which it happened; half-open, local midnight and noon are the bounds of days and half
    /// days.
    /// </summary>
    [JsonIgnore]
    public Interval Interval
    {
        get
        {
            var local = EventTime.LocalDateTime;
            var (from, length) = TimePrecision switch
            {
                TimePrecision.Minute => (local.Date + new LocalTime(local.Hour, local.Minute), Duration.FromMinutes(1)),
                TimePrecision.HalfDay => (local.Date + new LocalTime(local.Hour < 12 ? 0 : 12, 0), Duration.FromHours(12)),
                _ => (local.Date.AtMidnight(), Duration.FromDays(1)),
            };
            var start = from.WithOffset(EventTime.Offset).ToInstant();
            return new Interval(start, start + length);
        }
    }

    /// <summary>
    /// True when this had ended before <paramref name="other"/> began; overlapping spans contradict nothing.
    /// </summary>
    public bool DefinitelyBefore(EventWhen other) => Interval.End <= other.Interval.Start;
}
