using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>An export lot is certified twice, for a buyer each, or as coming from a country where none of it was mined.</summary>
internal sealed class FalseCertificate(Scene scene, LocalDate earliest, SeededRandom random, bool isTwice) : Fraud(scene, earliest, random)
{
    // ISO 3166-1 leaves XA to XZ to users: no country has it.
    private const string ElsewhereCountry = "XC";
    private Lot? _lot;

    public override void OnCertificate(CertificatePlan plan)
    {
        if (!IsTime(plan.Day) || plan.IsTwice || plan.Origin == ElsewhereCountry) return;
        Do(plan.Day);
        (_lot, plan.Lot.IsPlanted, plan.IsTwice) = (plan.Lot, true, isTwice);
        if (!isTwice) plan.Origin = ElsewhereCountry;
    }

    protected override PlantedFraud? Tell(LocalDate day) => !_lot!.Records("certified").Any() ? null : new(
        isTwice ? "certified-twice" : "false-origin", day, _lot.Id.Creator.Value, StrengthKg: 0, [Stream(_lot), $"origin:{_lot.Id}"],
        [.. _lot.Records("certified")], ["R15"]);
}
