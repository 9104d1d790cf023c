using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Pages.Transfers;

/// <summary>A sale, as GET /v1/sales/{id} answers.</summary>
public sealed record SaleAnswer(
    string SaleId, string Status, string? Seller, string? Buyer, OffsetDateTime? AgreedAt, string? TitlePasses, decimal? SoldKg,
    decimal? ReceivedKg, decimal? DifferenceKg, IReadOnlyList<SoldLotAnswer> Lots, IReadOnlyList<TitleAnswer> Title,
    IReadOnlyList<DeliveryAnswer> Receipts, IReadOnlyList<string> Silent, IReadOnlyList<FindingAnswer>? Findings,
    IReadOnlyList<Counterparty>? Counterparties);

/// <summary>One lot of it.</summary>
public sealed record SoldLotAnswer(
    LotName Lot, string State, decimal? SoldKg, string? SoldMethod, decimal? ReceivedKg, string? ReceivedMethod, decimal? DifferenceKg,
    bool? TagIntact, OffsetDateTime? ReceivedAt, ComparedAnswer? Compared);

/// <summary>What was recorded of title to all of it.</summary>
/// <param name="Ground">Null where the sale was cancelled.</param>
public sealed record TitleAnswer(string From, string To, string? Ground, OffsetDateTime When);

/// <summary>A delivery that names the sale.</summary>
public sealed record DeliveryAnswer(string Receiver, string Basis, OffsetDateTime When, int Lots, int Refused);

/// <summary>A transport, as GET /v1/movements/{id} answers.</summary>
public sealed record MovementAnswer(
    string MovementId, string Status, string? From, string? To, string? Carrier, string? Route, OffsetDateTime? DispatchedAt,
    OffsetDateTime? ExpectedAt, OffsetDateTime? ArrivedAt, decimal? DispatchedKg, decimal? ArrivedKg, decimal? DifferenceKg,
    IReadOnlyList<MovedLotAnswer> Lots, IReadOnlyList<MovedSealAnswer> Seals, IReadOnlyList<string> Silent,
    IReadOnlyList<FindingAnswer>? Findings, IReadOnlyList<Counterparty>? Counterparties);

/// <summary>One lot of it.</summary>
public sealed record MovedLotAnswer(
    LotName Lot, string State, decimal? DispatchedKg, string? DispatchedMethod, decimal? ArrivedKg, string? ArrivedMethod,
    decimal? DifferenceKg, bool? TagIntact, OffsetDateTime? ArrivedAt, ComparedAnswer? Compared);

/// <summary>A seal on the way.</summary>
/// <param name="IsIntact">As found; null where the arriving side said nothing of it.</param>
public sealed record MovedSealAnswer(SealAnswer Seal, bool IsDispatched, bool? IsIntact);

public sealed record SealAnswer(string Issuer, string Number);

/// <summary>A lot as the rule about receipts compares it.</summary>
/// <param name="SentKg">As last weighed before the receipt.</param>
/// <param name="ExpectedKg">What drying and the scales let expect of the difference.</param>
/// <param name="SigmaKg">1 sigma of the difference.</param>
public sealed record ComparedAnswer(decimal SentKg, decimal ReceivedKg, decimal DifferenceKg, decimal ExpectedKg, decimal SigmaKg);

/// <summary>One lot as both sides recorded it.</summary>
/// <param name="At">When the second half happened.</param>
public sealed record HalvedLot(
    LotName Lot, string State, decimal? SentKg, string? SentMethod, decimal? CameKg, string? CameMethod, decimal? StatedDifferenceKg,
    bool? TagIntact, OffsetDateTime? At, ComparedAnswer? Compared)
{
    /// <summary>As the rule compares it where it can, else as both halves state it.</summary>
    public decimal? DifferenceKg => Compared?.DifferenceKg ?? StatedDifferenceKg;
}
