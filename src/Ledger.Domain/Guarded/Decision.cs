using Ledger.Domain.LedgerEvents;

namespace Ledger.Domain.Guarded;

/// <summary>The rule of a guarded aggregate says no.</summary>
/// <param name="Code">Public and never reused, kebab-case.</param>
/// <param name="Detail">For a person; never parsed.</param>
public sealed record Rejection(string Code, string Detail);

/// <summary>
/// What a command comes to: events to append at the version read (none where it was done before), or a rejection.
/// </summary>
public sealed record Decision(IReadOnlyList<LedgerEvent> Events, Rejection? Rejection)
{
    /// <summary>The command was carried out before: a retry succeeds and adds nothing.</summary>
    public static readonly Decision AlreadyDone = new([], Rejection: null);

    public static Decision Append(params IReadOnlyList<LedgerEvent> events) => new(events, Rejection: null);

    public static Decision Reject(string code, string detail) => new([], new(code, detail));
}
