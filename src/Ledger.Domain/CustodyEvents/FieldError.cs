namespace Ledger.Domain.CustodyEvents;

/// <summary>One thing wrong with one field of what was posted.</summary>
/// <param name="Field">Path from the custody event, for example <c>lots[2].netKg</c>; empty for the event as a
/// whole.</param>
/// <param name="Message">What the field must be, in plain words.</param>
public readonly record struct FieldError(string Field, string Message);
