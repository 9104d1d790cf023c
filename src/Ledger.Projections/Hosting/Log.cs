using Microsoft.Extensions.Logging;

namespace Ledger.Projections.Hosting;

/// <summary>Every message this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Error, "{Loop} stopped on an error and starts again in {Seconds} s")]
    public static partial void LoopFailed(ILogger logger, Exception exception, string loop, double seconds);

    [LoggerMessage(2002, LogLevel.Information, "Day {Day} is closed")]
    public static partial void DayClosed(ILogger logger, NodaTime.LocalDate day);
}
