using System.Text.Json;
using NodaTime;

namespace Ledger.Api.Pages.Desk;

/// <summary>A custody event, as GET /v1/custody-events/{id} answers.</summary>
public sealed record RecordAnswer(
    string Id, string? Type, string RecordedBy, OffsetDateTime RecordedAt, IReadOnlyList<string>? CorrectedBy, JsonElement Headers,
    IReadOnlyList<RecordedAnswer> Events);

/// <summary>One ledger event of it, with its receipt.</summary>
public sealed record RecordedAnswer(long Sequence, string? Stream, string? LeafHash, string? Proof, string Type, JsonElement Data);

/// <summary>A page of what an organisation recorded, as GET /v1/custody-events answers.</summary>
public sealed record RecordList(IReadOnlyList<RecordLine> Items, string? Next);

/// <summary>One custody event of it.</summary>
public sealed record RecordLine(
    string Id, string Type, OffsetDateTime RecordedAt, OffsetDateTime? EventTime, string? TimePrecision, string Stream,
    IReadOnlyList<string> CorrectedBy);

/// <summary>How far an import is, as GET /v1/imports/{id} answers.</summary>
public sealed record ImportProgress(string Id, string State, long Lines, ImportTally Counts);

/// <summary>How its records ended so far.</summary>
public sealed record ImportTally(long Created, long Duplicate, long Refused);
