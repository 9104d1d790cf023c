using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Api.Guarded;

/// <summary>A guarded aggregate: what it is before its first event, and how one more event changes it.</summary>
internal sealed record Aggregate<TState>(TState Initial, Func<TState, LedgerEvent, TState> Fold);

/// <summary>A kind of command, as routes and documentation see it.</summary>
internal interface ICommandKind
{
    /// <summary>What is asked, kebab-case; part of what a retry must repeat.</summary>
    string Name { get; }

    /// <summary>Its fields, as its reader asks for them.</summary>
    IReadOnlyList<FieldDescription> Describe();

    Task HandleAsync(HttpContext context, CommandDesk desk);
}

/// <summary>A kind of command to one kind of aggregate: how it is read, whom it is about, how it is decided.</summary>
/// <param name="Read">The party is the caller's organisation.</param>
/// <param name="Stream">The one stream it is decided on.</param>
/// <param name="Address">Where what it changed is read.</param>
internal sealed record CommandKind<TCommand, TState>(
    string Name, Aggregate<TState> Aggregate, Func<Fields, PartyId, TCommand> Read, Func<TCommand, CommandId> Id,
    Func<TCommand, StreamName> Stream, Func<TCommand, TState, Decision> Decide, Func<TCommand, string> Address) : ICommandKind
{
    /// <summary>Who may give it beside those who record for others; null where the role alone decides.</summary>
    public Func<TCommand, PartyId>? ActsFor { get; init; }

    /// <summary>Most bytes of its body.</summary>
    public Func<Limits, int> MostBytes { get; init; } = limits => limits.ItemBytes;

    public Func<TCommand, IEnumerable<SealedPart>> Sealed { get; init; } = _ => [];

    public IReadOnlyList<FieldDescription> Describe() => Fields.Describe(fields => Read(fields, default));

    public Task HandleAsync(HttpContext context, CommandDesk desk) => desk.HandleAsync(context, this);
}
