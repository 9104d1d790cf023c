using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Recording;
using Ledger.Simulation.Trade;
using NodaTime;

namespace Ledger.Simulation.Frauds;

/// <summary>An inspector finds heaped ore without a tag in the store of a holder at a site, who never runs anything.</summary>
internal sealed class UntaggedOre(Scene scene, Desk authority, LocalDate earliest, SeededRandom random) : Fraud(scene, earliest, random)
{
    private CustodyEventId _record;
    private PartyId _holder;
    private int _kg;

    public override void OnDay(LocalDate day)
    {
        if (!IsTime(day)) return;
        Do(day);
        var mine = Random.Pick(Scene.Mines);
        (_holder, _kg) = (mine.Holder.Id, Random.Whole(60, 240));
        var draft = Scene.Journal.Begin(authority, "untagged-found", day + new LocalTime(11, Random.Below(60)));
        draft.Body["holder"] = _holder.Value;
        draft.Body["place"] = new JsonObject { ["partyId"] = _holder.Value };
        draft.Body["mineral"] = Code<Mineral>.Name(mine.Card.Mineral);
        draft.Body["netKg"] = _kg;
        draft.Body["method"] = Code<WeighingMethod>.Name(WeighingMethod.Estimated);
        Scene.Post(draft);
        _record = draft.Id;
    }

    protected override PlantedFraud Tell(LocalDate day) => new(
        "untagged-ore", day, _holder.Value, _kg, [StreamName.Holder(_holder).Value], [_record], ["R12"]);
}
