using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A lot was on a scale, or somebody says what it weighs.</summary>
public sealed record Weighed(CustodyEnvelope Envelope, LotReference Lot, Weighing Weighing) : CustodyEvent(Envelope)
{
    public static Weighed Read(Fields fields, CustodyEnvelope envelope) =>
        new(envelope, fields.Lot() ?? default, Weighing.Read(fields, purposeWhereAbsent: null));

    public override IEnumerable<StreamEvent> Capture() => [new(Lot.Stream, Weighing.AsEvent(Lot, When))];
}

/// <summary>What a scale showed and how it was read.</summary>
public sealed record Weighing(
    Mass NetKg, Mass? GrossKg, Mass? TareKg, WeighingMethod Method, MassBasis Basis, ScaleId? ScaleId,
    WeighingPurpose Purpose)
{
    /// <summary>Reads the members of a weighing; the purpose is required where none goes without saying.</summary>
    public static Weighing Read(Fields fields, WeighingPurpose? purposeWhereAbsent)
    {
        var gross = fields.Mass("grossKg");
        var tare = fields.Mass("tareKg", allowZero: true);
        var net = fields.Mass("netKg", required: true);
        var method = fields.Code<WeighingMethod>("method", required: true);
        if (gross is { } full && tare is { } empty && net is { } content && full - empty != content)
            fields.Error("netKg", "must be grossKg - tareKg");
        if (gross is { } whole && net is { } part && part > whole)
            fields.Error("netKg", "must not be more than grossKg");
        if (method is WeighingMethod.NotWeighed)
            fields.Error("method", "must be measured, estimated or copied-from-sheet: a weighing has a mass");
        var basis = fields.Code<MassBasis>("basis") ?? MassBasis.Wet;
        var purpose = fields.Code<WeighingPurpose>("purpose", required: purposeWhereAbsent is null)
            ?? purposeWhereAbsent;
        return new(net ?? default, gross, tare, method ?? default, basis, fields.Id<ScaleId>("scaleId"), purpose
            ?? default);
    }

    public LotWeighed AsEvent(LotReference lot, EventWhen when) =>
        new(lot, NetKg, GrossKg, TareKg, Method, Basis, ScaleId, Purpose, when);
}
