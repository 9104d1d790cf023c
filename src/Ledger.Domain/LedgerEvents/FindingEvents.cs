using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

// Stored. Add fields only as optional; never rename.

/// <summary>What a finding leads to: a flagged incident, a place in a queue, or the integrity officer's eyes only.</summary>
[JsonConverter(typeof(CodeJsonConverter<FindingTier>))]
public enum FindingTier { Incident, Review, Integrity }

/// <summary>Why a finding stopped being active.</summary>
[JsonConverter(typeof(CodeJsonConverter<WithdrawalReason>))]
public enum WithdrawalReason { Explained }

/// <summary>A difference to explain: codes and numbers, never prose.</summary>
/// <param name="Subject">The stream it is about, for example <c>lot:trader-1:77</c>.</param>
/// <param name="Discriminator">Named by the rule, to tell apart findings of one rule on one subject.</param>
/// <param name="Expected">In <paramref name="Unit"/>.</param>
/// <param name="Observed">In <paramref name="Unit"/>.</param>
/// <param name="Tolerance">In <paramref name="Unit"/>: how far apart they may be before it is a finding.</param>
/// <param name="Unit">kg, km, sigma, or what is counted: lots, runs, days, tags...</param>
/// <param name="InnocentExplanation">Code of the smallest innocent explanation.</param>
/// <param name="Parties">Who is named and may answer before others see it.</param>
/// <param name="ProvisionalUntil">Until then late records may well explain it; null where it rests on neither order nor absence.</param>
/// <param name="LikelyTags">Unused tags one digit or exchange away: the likely correction of a mistyped number; at most 5.</param>
/// <param name="Statistics">How unlikely it is and what it rests on; null where a rule is exact.</param>
public sealed record FindingContent(
    string Rule, int RuleVersion, int SettingsVersion, string Subject, string Discriminator, FindingTier Tier, EvidenceSet Evidence,
    decimal Expected, decimal Observed, decimal Tolerance, string Unit, string InnocentExplanation, IReadOnlyList<PartyId> Parties,
    LocalDate? ProvisionalUntil, IReadOnlyList<TagId>? LikelyTags = null, FindingStatistics? Statistics = null);

/// <summary>What a statistical rule's conclusion rests on.</summary>
/// <param name="Test">page-0.25, page-1, cumulative (sequences), or shewhart (one difference).</param>
/// <param name="Value">Of the test's statistic, in sigma.</param>
/// <param name="Threshold">What it would not exceed by chance but for the false-alarm budget, in sigma.</param>
/// <param name="SigmaKg">1 sigma of the difference between observed and expected.</param>
/// <param name="From">First day of the periods it adds up.</param>
/// <param name="To">Last day of them.</param>
/// <param name="Sources">What share of the variance each kind of error source has, largest first.</param>
/// <param name="Bias">The one error that would explain it with the least improbability.</param>
public sealed record FindingStatistics(
    string Test, decimal Value, decimal Threshold, decimal SigmaKg, LocalDate From, LocalDate To, IReadOnlyList<VarianceShare> Sources,
    InnocentBias? Bias);

/// <param name="Source">Kind of error source: scale, scales-apart, moisture-meter, analyser, single-readings, ...</param>
/// <param name="SharePct">Of the variance, percent.</param>
public sealed record VarianceShare(string Source, decimal SharePct);

/// <param name="Source">Kind of error source.</param>
/// <param name="NeededPct">How wrong it would have to be, percent.</param>
/// <param name="SigmaPct">How wrong such a source usually is, percent, 1 sigma.</param>
public sealed record InnocentBias(string Source, decimal NeededPct, decimal SigmaPct);

/// <summary>The custody events a finding rests on, sorted; at most 50 stand here, the digest covers all.</summary>
/// <param name="Sha256">Lowercase hex of SHA-256 over the sorted 16-byte big-endian ids.</param>
public sealed record EvidenceSet(IReadOnlyList<CustodyEventId> Ids, int Count, string Sha256);

public sealed record FindingRaised(Guid FindingId, FindingContent Content, LocalDate AsOf) : LedgerEvent;

public sealed record FindingAmended(Guid FindingId, FindingContent Content, LocalDate AsOf) : LedgerEvent;

public sealed record FindingWithdrawn(Guid FindingId, WithdrawalReason Reason, LocalDate AsOf) : LedgerEvent;

public sealed record FindingRestored(Guid FindingId, FindingContent Content, LocalDate AsOf) : LedgerEvent;

/// <summary>A rule at incident tier asks for eyes on a case. It counts for nothing until a person verified it.</summary>
public sealed record IncidentFlagged(
    Guid IncidentId, Guid FindingId, string Rule, string Subject, IReadOnlyList<PartyId> Parties, LocalDate AsOf)
    : LedgerEvent;

/// <summary>A day is over in the ledger's time zone: time for rules is an event too.</summary>
public sealed record DayClosed(LocalDate Date) : LedgerEvent;

/// <summary>
/// Where every stream ended: the root of the tree (RFC 6962) over the heads of all streams, sorted by stream. It shows that
/// nothing more was recorded by then, which a proof of inclusion does not.
/// </summary>
/// <param name="Through">The last sequence that is counted in.</param>
/// <param name="Streams">The size of the tree.</param>
/// <param name="Root">Base64 of 32 bytes, as in checkpoints.</param>
public sealed record HeadsRootTaken(long Through, long Streams, string Root) : LedgerEvent;
