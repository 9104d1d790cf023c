using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Pages.Findings;

/// <summary>A finding, as GET /v1/findings/{id} answers.</summary>
public sealed record FindingAnswer(
    Guid FindingId, string Status, FindingContent Content, LocalDate RaisedOn, LocalDate ChangedOn, int Version, LocalDate OpensOn,
    IReadOnlyList<AnswerLine> Answers, ExplanationAnswer Explanation,
    IReadOnlyList<string>? Named, IReadOnlyList<Counterparty>? Counterparties);

/// <summary>What it is about.</summary>
/// <param name="Discriminator">Which of several about the same subject.</param>
/// <param name="Statistics">Null where the rule counts or compares, without a test.</param>
public sealed record FindingContent(
    string Rule, string Subject, string Discriminator, string Tier, EvidenceAnswer Evidence, IReadOnlyList<string> Parties,
    StatisticsAnswer? Statistics);

/// <summary>The days a statistical finding is about.</summary>
public sealed record StatisticsAnswer(LocalDate From, LocalDate To);

/// <summary>The same in the reader's words.</summary>
public sealed record ExplanationAnswer(
    string Title, string Expected, string Observed, string? Tolerance, string? HowUnlikely, string? MainUncertainty, string Innocent,
    IReadOnlyList<string> NextSteps);

/// <summary>The custody events it rests on.</summary>
public sealed record EvidenceAnswer(IReadOnlyList<string> Ids, int Count);

/// <summary>What somebody answered; the text where it is for the reader.</summary>
public sealed record AnswerLine(string By, bool IsNamed, OffsetDateTime AnsweredAt, string? Text);
