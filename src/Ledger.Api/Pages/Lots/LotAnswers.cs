using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Pages.Lots;

/// <summary>A tag by its three parts.</summary>
public sealed record TagName(string Series, string Kind, string Number)
{
    /// <summary>Of its page, behind the language; of the API, behind the version.</summary>
    public string Path => $"/tags/{Uri.EscapeDataString(Series)}/{Uri.EscapeDataString(Kind)}/{Uri.EscapeDataString(Number)}";
}

/// <summary>A lot, as GET /v1/lots/{id} answers.</summary>
public sealed record LotAnswer(
    string LotId, string Status, string? Mineral, string? SiteId, string? RunId, IReadOnlyList<TagName> Tags, string? Custodian,
    string? Owner, decimal? MassKg, string? MassMethod, decimal? RemainingKg, OffsetDateTime? LastEventTime,
    IReadOnlyList<FindingAnswer>? Findings, IReadOnlyList<Counterparty>? Counterparties);

/// <summary>A page of lots, as GET /v1/lots answers.</summary>
public sealed record LotList(IReadOnlyList<LotAnswer> Items, string? Next, IReadOnlyList<Counterparty>? Counterparties);

/// <summary>A lot's chain of custody, as GET /v1/lots/{id}/history answers.</summary>
public sealed record LotHistoryAnswer(IReadOnlyList<HistoryLine> Entries, IReadOnlyList<Counterparty>? Counterparties);

/// <summary>One event of a lot, with both times.</summary>
/// <param name="MassKg">Of the whole lot, where it says.</param>
/// <param name="SigmaKg">1 sigma of it, where it was weighed.</param>
/// <param name="Custodian">After it.</param>
/// <param name="Owner">After it.</param>
public sealed record HistoryLine(
    long Sequence, string CustodyEvent, string Type, OffsetDateTime EventTime, string TimePrecision, Instant RecordedAt, int LateDays,
    string RecordedBy, bool IsEffective, PlaceAnswer? Place, SheetAnswer? Sheet, IReadOnlyList<FileAnswer>? Documents, decimal? MassKg,
    decimal? SigmaKg, string? Custodian, string? Owner, EventData Data);

public sealed record PlaceAnswer(string? SiteId, string? PartyId);

public sealed record SheetAnswer(string Book, string Number, int? Line);

/// <summary>A file that was shown to who recorded, by its hash.</summary>
public sealed record FileAnswer(string Sha256, string MediaType);

public sealed record CertificateAnswer(string Authority, string Number);

/// <summary>What pages show of a ledger event's own members, whichever of them it has.</summary>
public sealed record EventData(
    decimal? NetKg, decimal? WeightKg, string? Method, TagName? Tag, string? Holder, string? Seller, string? Buyer, string? From,
    string? To, string? Receiver, string? Carrier, string? Exporter, string? RunId, string? SaleId, string? MovementId,
    string? ExportLot, string? Smelter, CertificateAnswer? Certificate, string? ShipmentNo, string? BillOfLading);

/// <summary>A tag, as GET /v1/tags/{series}/{kind}/{number} answers.</summary>
/// <param name="ReplacedBy">The tag that took its place.</param>
public sealed record TagAnswer(
    TagName Tag, string Status, IReadOnlyList<string> Lots, OffsetDateTime? AttachedAt, TagName? ReplacedBy, int EventCount,
    IReadOnlyList<FindingAnswer>? Findings);

/// <summary>That an event is in the published log, as GET /v1/log/proof answers.</summary>
public sealed record ProofAnswer(long Size);

/// <summary>A number rules go by, as GET /v1/settings/{name} answers.</summary>
public sealed record SettingAnswer(decimal Value);
