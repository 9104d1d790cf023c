using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Areas;

/// <summary>
/// Enters an area with its outline, or another outline of it: a protected one, or a border or a shore that maps draw and no rule reads.
/// Entries follow each other in time: what held before the day from which this one holds stays so.
/// </summary>
public sealed record ProtectArea(CommandId Id, AreaId Area, AreaKind Kind, string Name, LocalDate From, AreaOutline Outline)
{
    // A leaf stays well within the 64 KiB of an entry bundle (C2SP tlog-tiles).
    private const int PointsOfAnEvent = 2_000;

    private const string NameForm = "1 to 100 letters, digits, single spaces, apostrophes, '.', '-', '/' or '#', beginning with a letter";

    public static ProtectArea Read(Fields fields) => new(
        fields.CommandId(), fields.Id<AreaId>("areaId", required: true) ?? default,
        fields.Code<AreaKind>("kind") ?? AreaKind.Protected, fields.Pattern("name", IsName, NameForm, required: true) ?? "",
        fields.Date("from", required: true) ?? default, GeoJsonOutline.Read(fields, "outline") ?? new([]));

    public static Decision Decide(ProtectArea command, ProtectedArea area)
    {
        if (area.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (command.From < area.From) return Decision.Reject("area-out-of-order", $"an entry from {area.From:R} is recorded");
        if (area.Kind is { } known && known != command.Kind)
            return Decision.Reject("area-of-other-kind", $"{command.Area} is entered as {Json.Code<AreaKind>.Name(known)}");
        return Decision.Append([
            EntryOf(command),
            .. command.Outline.Rings.SelectMany(ring => ring.Points.Chunk(PointsOfAnEvent).Select(stretch => new AreaOutlined(
                command.Id, command.Area, ring.Polygon, ring.Ring, [.. stretch.SelectMany(point => new[] { point.Lon, point.Lat })]))),
        ]);
    }

    private static LedgerEvent EntryOf(ProtectArea command) => command.Kind is AreaKind.Protected
        ? new AreaProtected(command.Id, command.Area, command.Name, command.From, command.Outline.Box, command.Outline.Points)
        : new AreaMapped(
            command.Id, command.Area, command.Kind, command.Name, command.From, command.Outline.Box, command.Outline.Points);

    private static bool IsName(string text) =>
        text.Length is >= 1 and <= 100 && char.IsLetter(text[0])
        && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '\'' or '\u2019' or '.' or '-' or '/' or '#')
        && !text.Contains("  ", StringComparison.Ordinal) && !text.EndsWith(' ');
}
