using System.Buffers.Text;
using System.Globalization;
using Ledger.Transparency.Canonical;
using NodaTime;

namespace Ledger.Transparency.Leaves;

/// <summary>Record times in a leaf: RFC 3339, UTC, always six decimals: 2026-03-01T09:30:00.123456Z.</summary>
internal static class RecordTime
{
    private const int Length = 27;
    private const int TicksPerMicrosecond = 10;

    public static void Append(ref ByteBuffer output, Instant time)
    {
        var ticks = time.ToUnixTimeTicks();
        if (ticks % TicksPerMicrosecond != 0 || Instant.FromUnixTimeTicks(ticks) != time)
        {
            throw new ArgumentException("Record times are whole microseconds.", nameof(time));
        }
        var text = output.Reserve(Length + 1);
        time.ToDateTimeUtc().TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[Length - 1] = (byte)'Z'; // the seventh decimal, a 0, stood here
        output.Advance(Length);
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out Instant time)
    {
        time = default;
        if (text.Length != Length || text[^1] != 'Z') return false;

        Span<byte> sevenDecimals = stackalloc byte[Length + 1];
        text[..^1].CopyTo(sevenDecimals);
        "0Z"u8.CopyTo(sevenDecimals[^2..]);
        var isTime = Utf8Parser.TryParse(sevenDecimals, out DateTime utc, out var read, 'O') && read == Length + 1;
        if (isTime) time = Instant.FromDateTimeUtc(utc);
        return isTime;
    }
}
