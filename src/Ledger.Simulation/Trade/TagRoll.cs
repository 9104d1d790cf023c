using System.Globalization;
using Ledger.Domain.Values;

namespace Ledger.Simulation.Trade;

/// <summary>Tags of one kind handed to one place, used in the order of their numbers: seven digits, as one programme prints them.</summary>
internal sealed class TagRoll(string series, TagKind kind, int first)
{
    /// <summary>More than any place uses.</summary>
    public const int Length = 50_000;

    private int _next = first;

    public TagId Take() => new(series, kind, (_next++).ToString("0000000", CultureInfo.InvariantCulture));
}
