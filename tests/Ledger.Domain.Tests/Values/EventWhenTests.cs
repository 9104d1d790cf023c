using FsCheck;
using FsCheck.Fluent;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Domain.Tests.Values;

public class EventWhenTests
{
    [Theory]
    [InlineData("2026-03-01T09:30:59.9+02:00", TimePrecision.Minute, "2026-03-01T07:30:00Z", "2026-03-01T07:31:00Z")]
    [InlineData("2026-03-01T00:30:00+02:00", TimePrecision.Day, "2026-02-28T22:00:00Z", "2026-03-01T22:00:00Z")]
    [InlineData("2026-03-01T11:59:59+02:00", TimePrecision.HalfDay, "2026-02-28T22:00:00Z", "2026-03-01T10:00:00Z")]
    [InlineData("2026-03-01T12:00:00+02:00", TimePrecision.HalfDay, "2026-03-01T10:00:00Z", "2026-03-01T22:00:00Z")]
    [InlineData("2026-03-01T23:30:00-05:30", TimePrecision.Day, "2026-03-01T05:30:00Z", "2026-03-02T05:30:00Z")]
    [InlineData("2026-12-31T23:59:00Z", TimePrecision.Day, "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z")]
    public void An_event_lies_within_the_local_minute_half_day_or_day(
        string time, TimePrecision precision, string start, string end) =>
        Assert.Equal(new NodaTime.Interval(At(start).ToInstant(), At(end).ToInstant()),
            new EventWhen(At(time), precision).Interval);

    [Fact]
    public void The_stated_time_lies_within_the_interval() => Holds(Times, when =>
        when.Interval.Contains(when.EventTime.ToInstant()));

    [Fact]
    public void Nothing_is_before_itself_and_order_has_one_direction() => Holds(Pairs, pair =>
        !pair.A.DefinitelyBefore(pair.A) && !(pair.A.DefinitelyBefore(pair.B) && pair.B.DefinitelyBefore(pair.A)));

    [Fact]
    public void Order_is_transitive() => Holds(Triples, triple =>
        !(triple.A.DefinitelyBefore(triple.B) && triple.B.DefinitelyBefore(triple.C))
            || triple.A.DefinitelyBefore(triple.C));

    [Fact]
    public void Overlapping_intervals_contradict_nothing_and_others_are_ordered() => Holds(Pairs, pair =>
    {
        var overlap = pair.A.Interval.Start < pair.B.Interval.End && pair.B.Interval.Start < pair.A.Interval.End;
        return overlap == (!pair.A.DefinitelyBefore(pair.B) && !pair.B.DefinitelyBefore(pair.A));
    });

    [Fact]
    public void The_same_day_in_two_offsets_is_not_the_same_interval() => Assert.True(
        new EventWhen(At("2026-03-01T10:00:00+14:00"), TimePrecision.HalfDay).DefinitelyBefore(
            new EventWhen(At("2026-03-01T10:00:00-12:00"), TimePrecision.HalfDay)));

    private static Gen<EventWhen> Times =>
        from minutes in Gen.Choose(0, 4 * 24 * 60)
        from seconds in Gen.Choose(0, 59)
        from halfHours in Gen.Choose(-24, 28)
        from precision in Gen.Elements(Enum.GetValues<TimePrecision>())
        select new EventWhen(
            new LocalDateTime(2026, 2, 27, 0, 0).PlusMinutes(minutes).PlusSeconds(seconds)
                .WithOffset(Offset.FromSeconds(halfHours * 1800)),
            precision);

    private static Gen<(EventWhen A, EventWhen B)> Pairs => from a in Times from b in Times select (a, b);

    private static Gen<(EventWhen A, EventWhen B, EventWhen C)> Triples =>
        from a in Times from b in Times from c in Times select (a, b, c);

    private static void Holds<T>(Gen<T> values, Func<T, bool> law) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(values.ToArbitrary(), law));

    private static OffsetDateTime At(string text) => OffsetDateTimePattern.Rfc3339.Parse(text).Value;
}
