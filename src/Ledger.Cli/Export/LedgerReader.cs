using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Http;

namespace Ledger.Cli.Export;

/// <summary>Reads a ledger's leaves in the order of the sequence, without a hole, over any number of broken connections.</summary>
internal sealed class LedgerReader(Connection ledger)
{
    private const int PageSize = 5_000;

    // The service says something at least every 15 s, if only an empty line.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>The newest sequence.</summary>
    public async Task<long> HeadAsync(CancellationToken cancellation)
    {
        var answer = await Attempts.SendAsync(ledger.Http, () => new(HttpMethod.Get, "v1/events?limit=0"), cancellation);
        return answer.Sequence ?? throw new CliException($"{ledger.Http.BaseAddress} does not answer as a ledger does");
    }

    /// <summary>Leaves after a sequence, in pages, up to the end there is when it is reached.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"v1/events?after={after}&limit={PageSize}");
            var answer = await Attempts.SendAsync(ledger.Http, () => new(HttpMethod.Get, path), cancellation);
            var lines = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var line in lines) after = Next(after, line);
            if (lines.Length > 0) yield return lines;
            if (lines.Length < PageSize) yield break;
        }
    }

    /// <summary>Leaves after a sequence as they come, without end.</summary>
    public async IAsyncEnumerable<string> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            await using var lines = LinesAsync(after, cancellation).GetAsyncEnumerator(cancellation);
            while (await NextLineAsync(lines) is { } line)
            {
                (after, attempt) = (Next(after, line), 0);
                yield return line;
            }

            await Task.Delay(Attempts.Backoff(attempt), cancellation);
        }
    }

    /// <summary>The sequence of a leaf, which must follow on the last one.</summary>
    /// <exception cref="CliException">There is a hole: this is no whole ledger.</exception>
    public static long Next(long after, string line)
    {
        var sequence = JsonNode.Parse(line)!["seq"]!.GetValue<long>();
        return sequence == after + 1 ? sequence : throw new CliException($"sequence {sequence} came after {after}: something is missing");
    }

    private async IAsyncEnumerable<string> LinesAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/events?after={after}&follow=true");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await ledger.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if ((int)response.StatusCode is >= 400 and < 500 and not 429)
            throw new CliException(Attempts.Explain(new(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation))));
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation).AsTask().WaitAsync(Silence, cancellation) is { } line)
            if (line.Length > 0) yield return line;
    }

    /// <summary>Null where the connection ended, or broke within a line.</summary>
    private static async Task<string?> NextLineAsync(IAsyncEnumerator<string> lines)
    {
        try
        {
            if (!await lines.MoveNextAsync()) return null;
            using (JsonDocument.Parse(lines.Current)) return lines.Current;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TimeoutException or JsonException)
        {
            return null;
        }
    }
}
