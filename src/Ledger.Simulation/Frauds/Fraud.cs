using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>
/// One planted fraud. It waits for its day, takes the first occasion that suits it, does it once, and can say what it did.
/// It knows what cheats know, never a rule's threshold.
/// </summary>
internal abstract class Fraud(Scene scene, LocalDate earliest, SeededRandom random)
{
    protected Scene Scene { get; } = scene;

    protected SeededRandom Random { get; } = random;

    /// <summary>The day it was done.</summary>
    protected LocalDate? Done { get; private set; }

    /// <summary>A day begins.</summary>
    public virtual void OnDay(LocalDate day)
    {
    }

    /// <summary>What goes into the next bag there instead of the site's own ore; null for that.</summary>
    public virtual Ore? OreAt(Mine mine, LocalDate day) => null;

    public virtual void OnBoxCounted(TagBox box, CustodyEventId record)
    {
    }

    public virtual void OnCertificate(CertificatePlan plan)
    {
    }

    public virtual void OnBagging(Bagging bagging)
    {
    }

    public virtual void OnDelivery(Delivery delivery)
    {
    }

    public virtual void OnRun(RunPlan plan)
    {
    }

    public virtual void OnRunStarted(RunPlan plan, Run run)
    {
    }

    /// <summary>What was done, when the world has ended; null where no occasion came, or its traces were not recorded in time.</summary>
    public PlantedFraud? Told() => Done is { } day ? Tell(day) : null;

    protected abstract PlantedFraud? Tell(LocalDate day);

    protected bool IsTime(LocalDate day) => Done is null && day >= earliest;

    protected void Do(LocalDate day) => Done = day;

    protected static string Stream(Lot lot) => StreamName.Lot(lot.Id).Value;
}
