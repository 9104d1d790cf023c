using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds.Degrees;

/// <summary>Where a fraud by degrees is done, from when on and how strongly.</summary>
/// <param name="Share">Strength as a fraction; of what, its kind says.</param>
internal sealed record FraudSeat(Scene Scene, string Kind, House Holder, double Share, LocalDate From, SeededRandom Random);

/// <summary>A fraud that is done again and again from a day on, a little each time. It keeps account of what it came to.</summary>
internal abstract class FraudByDegrees(FraudSeat seat) : Fraud(seat.Scene, seat.From, seat.Random)
{
    private readonly SortedDictionary<YearMonth, double> _kg = [];
    private readonly List<string> _subjects = [];
    private readonly List<Func<IEnumerable<CustodyEventId>>> _records = [];

    protected House Holder => seat.Holder;

    protected double Share => seat.Share;

    protected virtual IReadOnlyList<PartyId> Holders => [seat.Holder.Id];

    protected bool IsOn(LocalDate day) => day >= seat.From;

    /// <summary>Whole months since it began.</summary>
    protected int MonthsAt(LocalDate day) => Period.Between(seat.From, day, PeriodUnits.Months).Months;

    protected Material Smuggle(LocalDate day, Material material)
    {
        Note(day, material.WetKg);
        return Scene.Books.Smuggle(material);
    }

    /// <summary>It was done that day, with so much ore.</summary>
    protected void Note(LocalDate day, double kg)
    {
        if (Done is null) Do(day);
        var month = day.ToYearMonth();
        _kg[month] = _kg.GetValueOrDefault(month) + kg;
    }

    protected void Note(Run run) => Note($"run:{run.Id}", () => run.Records);

    protected void Note(Lot lot) => Note(Stream(lot), () => lot.AllRecords);

    private void Note(string subject, Func<IEnumerable<CustodyEventId>> records)
    {
        _subjects.Add(subject);
        _records.Add(records);
    }

    protected sealed override PlantedFraud Tell(LocalDate day) => new(
        seat.Kind, day, seat.Holder.Id.Value, Kg(_kg.Values.Sum()), [.. _subjects.Distinct()],
        [.. _records.SelectMany(records => records()).Distinct()], [])
    {
        Holders = Holders,
        Months = [.. _kg.Select(month => new MonthOfFraud(month.Key, Kg(month.Value)))],
    };

    private static decimal Kg(double kg) => decimal.Round((decimal)kg, 3);
}
