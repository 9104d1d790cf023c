using NodaTime;

namespace Ledger.Api.Pages.Lots;

/// <summary>Where a lot's mass comes from, as GET /v1/lots/{id}/balance answers: the parts and what is unattributed are its mass.</summary>
/// <param name="ExportedAt">Null where it was not.</param>
/// <param name="MassKg">Null where nobody stated one.</param>
/// <param name="Beyond">All gains together; null where nothing of them was measured.</param>
public sealed record LotBalanceAnswer(
    OffsetDateTime? ExportedAt, decimal? MassKg, TaggedAnswer Tagged, GainedPartAnswer Transfers, GainedPartAnswer Runs,
    GainedPartAnswer Stocks, decimal UnattributedKg, BeyondAnswer? Beyond, IReadOnlyList<TaggedAtAnswer> Sites,
    IReadOnlyList<TransferGainAnswer> TransferGains, IReadOnlyList<RunGainedAnswer> RunGains, IReadOnlyList<StockGainAnswer> StockGains);

/// <summary>What was tagged at sites.</summary>
public sealed record TaggedAnswer(decimal Kg, decimal SigmaKg, int Lots, int FirstWeighedLater);

/// <summary>What was gained at one of the places where mass can come in.</summary>
public sealed record GainedPartAnswer(decimal Kg, BeyondAnswer? Beyond, decimal UnmeasuredKg);

/// <summary>A gain beyond what is to be expected.</summary>
public sealed record BeyondAnswer(decimal Kg, decimal SigmaKg, decimal Z);

public sealed record TaggedAtAnswer(string SiteId, decimal Kg, decimal SigmaKg, int Lots);

public sealed record TransferGainAnswer(string Subject, decimal Kg, int Lots, BeyondAnswer? Beyond);

/// <param name="Share">Of all that came out of the run, 0 to 1.</param>
public sealed record RunGainedAnswer(string RunId, decimal Share, decimal Kg, BeyondAnswer? Beyond);

/// <param name="Consignment">The export lot that was put together; null for weighings.</param>
public sealed record StockGainAnswer(string? PartyId, string? Consignment, decimal Kg, int Lots, BeyondAnswer? Beyond);
