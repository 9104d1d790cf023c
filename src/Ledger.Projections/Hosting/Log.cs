using Microsoft.Extensions.Logging;

namespace Ledger.Projections.Hosting;

/// <summary>Every message this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Error, "{Loop} stopped on an error and starts again in {Seconds} s")]
    public static partial void LoopFailed(ILogger logger, Exception exception, string loop, double seconds);

    [LoggerMessage(2002, LogLevel.Information, "Day {Day} is closed")]
    public static partial void DayClosed(ILogger logger, NodaTime.LocalDate day);

    [LoggerMessage(2003, LogLevel.Critical, "The log {Origin} does not sign. {Reason}")]
    public static partial void LogRefuses(ILogger logger, string origin, string reason);

    [LoggerMessage(2004, LogLevel.Information, "The log {Origin} signs again")]
    public static partial void LogSignsAgain(ILogger logger, string origin);
}
