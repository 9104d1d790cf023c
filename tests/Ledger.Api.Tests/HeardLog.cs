using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Api.Tests;

/// <summary>What the service writes to its log, as an operator reads it.</summary>
/// <param name="categories">What is listened to; all where none is named.</param>
internal sealed class HeardLog(params IReadOnlyList<string> categories) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    public static HeardLog Of(LedgerServer server, params IReadOnlyList<string> categories)
    {
        var heard = new HeardLog(categories);
        server.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(heard);
        return heard;
    }

    public ILogger CreateLogger(string categoryName) =>
        categories.Count == 0 || categories.Contains(categoryName) ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)}\n{exception}");

    public void Dispose()
    {
        // the service disposes it with its other providers
    }
}
