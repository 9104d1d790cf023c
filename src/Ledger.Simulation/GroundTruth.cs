using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation;

/// <summary>What really happened. Nothing of it stands in any custody event.</summary>
/// <param name="NumbersTyped">Masses, percentages and tag numbers that a person typed.</param>
public sealed record GroundTruth(
    IReadOnlyList<PlantedFraud> Frauds, IReadOnlyList<TypingError> TypingErrors, int NumbersTyped, TrueMass Dry, TrueMass Metal);

/// <summary>One planted fraud.</summary>
/// <param name="Kind">Kebab-case name of the injector, such as <c>tag-on-two-lots</c>.</param>
/// <param name="Place">The site or party where it was done.</param>
/// <param name="StrengthKg">Mass that came in, or went out, unrecorded.</param>
/// <param name="Subjects">Streams it concerns, such as <c>lot:demo-agency-01:…</c>.</param>
/// <param name="CustodyEvents">The custody events that betray it.</param>
/// <param name="ExpectedRules">Ids of the rules that should find it, such as <c>R1</c>.</param>
public sealed record PlantedFraud(
    string Kind, LocalDate Date, string Place, decimal StrengthKg, IReadOnlyList<string> Subjects,
    IReadOnlyList<CustodyEventId> CustodyEvents, IReadOnlyList<string> ExpectedRules)
{
    /// <summary>Who gains by a fraud that was done by degrees: the parties that should be named. None for an exact one.</summary>
    public IReadOnlyList<PartyId> Holders { get; init; } = [];

    /// <summary>In which months it was done, with the mass of each. None for an exact one.</summary>
    public IReadOnlyList<MonthOfFraud> Months { get; init; } = [];
}

/// <summary>What a fraud by degrees came to in a month.</summary>
public sealed record MonthOfFraud(YearMonth Month, decimal Kg);

/// <summary>An honest slip of the finger.</summary>
/// <param name="Field">Its name, such as <c>netKg</c>; a tag's number is <c>number</c>.</param>
/// <param name="Correction">The custody event that corrected it, where somebody noticed in time.</param>
public sealed record TypingError(CustodyEventId CustodyEvent, string Field, string Meant, string Typed, CustodyEventId? Correction);

/// <summary>Where the mass of a world came from and where it is. Unit: milligram.</summary>
/// <param name="MinedMg">Put into tagged bags at their site.</param>
/// <param name="SmuggledMg">Brought in by planted frauds.</param>
/// <param name="LostMg">Spilt, washed out or blown away.</param>
/// <param name="DivertedMg">Taken out by planted frauds.</param>
/// <param name="SmeltedMg">Fed to a smelter's heats.</param>
/// <param name="HeldMg">In lots, on the way and in open runs when the world ends.</param>
public sealed record TrueMass(long MinedMg, long SmuggledMg, long LostMg, long DivertedMg, long SmeltedMg, long HeldMg);
