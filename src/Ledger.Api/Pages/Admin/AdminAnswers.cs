using NodaTime;

namespace Ledger.Api.Pages.Admin;

/// <summary>A page of keys, as GET /v1/keys answers.</summary>
public sealed record KeyPage(IReadOnlyList<KeyLine> Keys, string? Next);

/// <summary>A key without its secret.</summary>
/// <param name="LastUsedOn">Day in the ledger's time zone; null where it was never used.</param>
/// <param name="Key">The whole key; only in the answer that made it.</param>
public sealed record KeyLine(
    string Id, string Organisation, IReadOnlyList<string> Roles, string Name, OffsetDateTime CreatedAt, OffsetDateTime? RevokedAt,
    LocalDate? LastUsedOn, string? Key);

/// <summary>A page of settings, as GET /v1/settings answers.</summary>
public sealed record SettingPage(IReadOnlyList<SettingLine> Items, string? Next);

/// <summary>A number that rules go by.</summary>
/// <param name="Since">From when the value holds; null for a default that nobody changed.</param>
/// <param name="History">Newest change first.</param>
public sealed record SettingLine(
    string Name, string Unit, string Description, IReadOnlyList<string> Rules, decimal Value, Instant? Since, decimal Default,
    decimal Least, decimal Most, int Decimals, IReadOnlyList<SettingEntry> History, int HistoryCount, string? Next);

/// <summary>One change of a setting.</summary>
public sealed record SettingEntry(int Version, decimal Value, Instant EffectiveFrom, Instant RecordedAt, string? RecordedBy);

/// <summary>The state of the service, as GET /v1/admin/state answers.</summary>
public sealed record ServiceState(
    string Version, OffsetDateTime StartedAt, OffsetDateTime Now, long Sequence, OffsetDateTime? RecordedAt, DatabaseState Database,
    FollowerState Views, FollowerState Rules, FollowerState Log, string? LogProblem, IReadOnlyList<WitnessState> Witnesses,
    QueueLengths Queue, int WaitingImports, RebuildState? Rebuild);

/// <param name="Bytes">On disk.</param>
/// <param name="MayRebuild">The node takes a rebuild.</param>
public sealed record DatabaseState(long Bytes, string Server, bool MayRebuild);

/// <summary>How far one is that follows the events.</summary>
public sealed record FollowerState(long Sequence, long BehindEvents, decimal BehindSeconds, bool IsKeptHere);

/// <param name="CosignedAt">By its own clock; null where it is not known to have cosigned.</param>
public sealed record WitnessState(string Name, bool IsAsked, long? CosignedSize, OffsetDateTime? CosignedAt);

public sealed record QueueLengths(int Events, int MostEvents, int BulkRequests, int MostBulkRequests);

/// <param name="State">waiting, running, finished or failed.</param>
/// <param name="Progress">0 to 1.</param>
public sealed record RebuildState(
    string State, string RequestedBy, OffsetDateTime RequestedAt, OffsetDateTime? EndedAt, long TargetSequence, long ReachedSequence,
    decimal Progress)
{
    public bool IsUnderWay => State is "waiting" or "running";
}
