using Microsoft.Extensions.Logging;

namespace Ledger.EventStore;

/// <summary>Every message this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "A batch of {Requests} append requests failed; the writer goes on")]
    public static partial void BatchFailed(ILogger logger, Exception exception, int requests);

    [LoggerMessage(1002, LogLevel.Warning, "A commit of {Requests} append requests was interrupted; looking what is stored")]
    public static partial void CommitInterrupted(ILogger logger, Exception exception, int requests);

    [LoggerMessage(1003, LogLevel.Error, "An append request of {Events} events cannot be stored")]
    public static partial void RequestFailed(ILogger logger, Exception exception, int events);
}
