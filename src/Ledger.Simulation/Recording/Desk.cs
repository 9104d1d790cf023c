using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation.Recording;

/// <summary>How an organisation's records come to the ledger from one place. Delays are own assumptions; see docs/simulation.md.</summary>
internal sealed class Desk
{
    /// <summary>Two hours east of Greenwich all year.</summary>
    public static readonly Offset Zone = Offset.FromHours(2);

    private readonly SeededRandom _random;
    private readonly int _syncDays;
    private LocalDateTime _nextSync;

    private Desk(PartyId party, Channel channel, string? device, int syncDays, SeededRandom random) =>
        (Party, Channel, Device, _syncDays, _random, _nextSync) = (party, channel, device, syncDays, random, new(1970, 1, 1, 0, 0));

    public PartyId Party { get; }

    public Channel Channel { get; }

    public string? Device { get; }

    /// <summary>The device's own counter.</summary>
    public int NextDeviceSeq { get; set; } = 1;

    /// <summary>A phone that is online only once in at most <paramref name="syncDays"/> days; 0 is always online.</summary>
    public static Desk Phone(PartyId party, string device, int syncDays, SeededRandom random) =>
        new(party, Channel.Phone, device, syncDays, random);

    /// <summary>Sheets that somebody types in an office days later.</summary>
    public static Desk Paper(PartyId party, SeededRandom random) => new(party, Channel.Paper, null, 0, random);

    /// <summary>A computer at a counter.</summary>
    public static Desk System(PartyId party, SeededRandom random) => new(party, Channel.System, null, 0, random);

    /// <summary>The time as this desk writes it down: paper knows the day, seldom the half.</summary>
    public (LocalDateTime Written, TimePrecision Precision) Write(LocalDateTime at)
    {
        if (Channel != Channel.Paper) return (at, TimePrecision.Minute);
        return _random.Chance(0.25)
            ? (at.Date + new LocalTime(at.Hour < 12 ? 9 : 15, 0), TimePrecision.HalfDay)
            : (at.Date + LocalTime.Noon, TimePrecision.Day);
    }

    /// <summary>When it is typed in, and when that reaches the ledger. A phone's batches keep their order.</summary>
    public (LocalDateTime Captured, LocalDateTime Posted) Deliver(LocalDateTime at) => Channel switch
    {
        Channel.Phone => DeliverByPhone(at.PlusMinutes(_random.Whole(0, 12))),
        Channel.Paper => DeliverFromOffice(at.Date.PlusDays(_random.Whole(1, 9) + (_random.Chance(0.04) ? _random.Whole(8, 25) : 0))),
        _ => (at, at.PlusMinutes(_random.Whole(2, 180)).PlusDays(_random.Chance(0.06) ? _random.Whole(1, 9) : 0)),
    };

    private (LocalDateTime Captured, LocalDateTime Posted) DeliverByPhone(LocalDateTime captured)
    {
        if (_syncDays == 0) return (captured, captured.PlusMinutes(1));
        if (captured > _nextSync)
            _nextSync = captured.Date.PlusDays(_random.Whole(0, _syncDays)) + new LocalTime(19, _random.Below(60));
        if (captured > _nextSync) _nextSync = captured.PlusMinutes(5);
        return (captured, _nextSync);
    }

    private (LocalDateTime Captured, LocalDateTime Posted) DeliverFromOffice(LocalDate day)
    {
        var captured = day + new LocalTime(_random.Whole(8, 16), _random.Below(60));
        return (captured, captured.PlusMinutes(_random.Whole(5, 40)));
    }
}
