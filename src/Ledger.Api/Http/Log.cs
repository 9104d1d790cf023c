namespace Ledger.Api.Http;

/// <summary>Every message this project logs. Requests are not logged one by one.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "{Method} {Path} failed, reference {Reference}")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, PathString path, string reference);

    [LoggerMessage(3002, LogLevel.Error, "The database cannot be reached, reference {Reference}")]
    public static partial void DatabaseUnreachable(ILogger logger, Exception exception, string reference);

    [LoggerMessage(3010, LogLevel.Error, "The identity provider does not do its part, reference {Reference}")]
    public static partial void ProviderFailed(ILogger logger, Exception exception, string reference);

    [LoggerMessage(3011, LogLevel.Warning, "The identity provider does not answer; what it said before still counts")]
    public static partial void ProviderSilent(ILogger logger, Exception exception);

    [LoggerMessage(3012, LogLevel.Warning, "A sign-in with the identity provider ends as {Verdict}: {Why}")]
    public static partial void SignInRefused(ILogger logger, SignOn.SignOnVerdict verdict, string why);

    [LoggerMessage(3003, LogLevel.Error, "Import {Id} stopped; it goes on in {Seconds} s")]
    public static partial void ImportFailed(ILogger logger, Exception exception, string id, double seconds);

    [LoggerMessage(3004, LogLevel.Information, "The demo world is posted: {Events} custody events")]
    public static partial void DemoWorldPosted(ILogger logger, int events);

    [LoggerMessage(3008, LogLevel.Information, "The rules are looking at the demo world")]
    public static partial void DemoWorldJudging(ILogger logger);

    [LoggerMessage(3009, LogLevel.Information, "The rules have looked at all of the demo world: its findings are there")]
    public static partial void DemoWorldJudged(ILogger logger);

    [LoggerMessage(3005, LogLevel.Error, "The demo world could not be posted; it is tried again at the next start")]
    public static partial void DemoWorldFailed(ILogger logger, Exception exception);

    [LoggerMessage(3006, LogLevel.Warning, "Witness {Witness} gives no cosignature: {Reason}")]
    public static partial void WitnessFailed(ILogger logger, string witness, string reason);

    [LoggerMessage(3007, LogLevel.Critical, "Witness {Witness} has cosigned another history of this log: {Reason}")]
    public static partial void WitnessSawAnotherHistory(ILogger logger, string witness, string reason);
}
