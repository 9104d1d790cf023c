using System.Globalization;
using System.Text.Json.Serialization;
using Ledger.Api.Capture;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Http;

/// <summary>How one posted custody event ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ItemStatus>))]
internal enum ItemStatus
{
    [JsonStringEnumMemberName("created")] Created,
    [JsonStringEnumMemberName("duplicate")] Duplicate,
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>Stored or not: the same again with the same id tells.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
}

/// <summary>The answer for one posted custody event.</summary>
internal sealed record ItemResult
{
    /// <summary>Line of an NDJSON body, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Place in an array body, from 0.</summary>
    public int? Index { get; init; }

    /// <summary>The client's id, where it could be read.</summary>
    public string? Id { get; init; }

    public required ItemStatus Status { get; init; }

    /// <summary>The highest of its events: what has read up to here knows all of it.</summary>
    public long? Sequence { get; init; }

    /// <summary>What it became, in order.</summary>
    public IReadOnlyList<EventReceipt>? Events { get; init; }

    /// <summary>The custody event a correction carried.</summary>
    public ItemResult? Replacement { get; init; }

    /// <summary>With Prefer: wait only: whether rules have looked at it in that time.</summary>
    public bool? IsEvaluated { get; init; }

    /// <summary>What rests on it, as far as the caller may see.</summary>
    public IReadOnlyList<FoundLine>? Findings { get; init; }

    /// <summary>What rules look at again when a day closes.</summary>
    public IReadOnlyList<PendingLine>? Pending { get; init; }

    public string? Type => Refusal?.Problem.Type;
    public string? Detail => Refusal?.Detail ?? Refusal?.Problem.Title;
    public IReadOnlyList<FieldError>? Errors => Refusal?.Errors;

    [JsonIgnore]
    public Refusal? Refusal { get; init; }

    /// <summary>An item that was not stored, or perhaps not.</summary>
    public static ItemResult Of(string? id, Refusal refusal) => new()
    {
        Id = id, Status = refusal.Problem == Problem.UnknownOutcome ? ItemStatus.Unknown : ItemStatus.Refused, Refusal = refusal,
    };
}

/// <summary>Where one ledger event stands, and the hash that proves it.</summary>
/// <param name="Stream">Absent in an answer to a retry where an older version stored other events.</param>
/// <param name="LeafHash">64 lowercase hexadecimal digits (RFC 6962).</param>
internal sealed record EventReceipt(long Sequence, string? Stream, int Version, string LeafHash)
{
    /// <summary>Where its proof is, within a second and for good.</summary>
    public string Proof => string.Create(CultureInfo.InvariantCulture, $"/v1/log/proof?sequence={Sequence}");
}
