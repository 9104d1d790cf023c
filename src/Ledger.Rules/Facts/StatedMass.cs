using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>What a recorder said a whole lot weighs. What a run gave to or took from it is not among these.</summary>
public readonly record struct StatedMass(Mass NetKg, WeighingMethod Method, MassBasis Basis)
{
    public bool IsMeasured => Method == WeighingMethod.Measured;

    /// <summary>Comparable with what a scale shows without a moisture.</summary>
    public bool IsWet => Basis == MassBasis.Wet;

    public static StatedMass? Of(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        LotWeighed weighed => new StatedMass(weighed.NetKg, weighed.Method, weighed.Basis),
        LotSold sold => Of(sold.NetKg, sold.Method),
        LotDispatched dispatched => Of(dispatched.NetKg, dispatched.Method),
        LotArrived arrived => Of(arrived.NetKg, arrived.Method),
        LotReceived received => Of(received.NetKg, received.Method),
        LotCounted counted => Of(counted.NetKg, counted.Method),
        LotConsigned consigned => Of(consigned.NetKg, consigned.Method),
        LotExported exported => Of(exported.NetKg, exported.Method),
        _ => null,
    };

    // Lines of a sheet do not say their basis: what a scale shows is wet.
    private static StatedMass? Of(Mass? net, WeighingMethod? method) =>
        net is { } mass ? new(mass, method ?? WeighingMethod.CopiedFromSheet, MassBasis.Wet) : null;
}
