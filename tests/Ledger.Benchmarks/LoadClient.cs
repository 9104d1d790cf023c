using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ledger.Benchmarks;

/// <summary>What one load gave.</summary>
/// <param name="Latencies">Of every request, ascending. Milliseconds.</param>
internal sealed record Load(int Requests, double Seconds, IReadOnlyList<double> Latencies)
{
    public double PerSecond => Requests / Seconds;

    public double Percentile(double share) => Latencies[(int)Math.Min(Latencies.Count - 1, share * Latencies.Count)];
}

/// <summary>
/// Closed loop of keep-alive connections, each posting one body after another over a plain socket: it must take as little of
/// the machine as it can, since it shares it with what it measures.
/// </summary>
internal sealed class LoadClient(int port, string path, string authorization)
{
    private static readonly byte[] EndOfHeaders = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LengthHeader = "Content-Length: "u8.ToArray();

    /// <summary>Posts for a time.</summary>
    /// <param name="connections">How many, each with one request on its way.</param>
    /// <param name="time">After it no request begins.</param>
    /// <param name="bodyOf">Body of a connection's next request, by connection and count.</param>
    /// <param name="status">What every answer must have.</param>
    public async Task<Load> RunAsync(int connections, TimeSpan time, Func<int, int, byte[]> bodyOf, int status)
    {
        var clock = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(
            connection => Task.Run(() => PostAsync(connection, clock, time, bodyOf, status))));
        var seconds = clock.Elapsed.TotalSeconds;
        List<double> latencies = [.. runs.SelectMany(run => run).Order()];
        return new(latencies.Count, seconds, latencies);
    }

    private async Task<List<double>> PostAsync(
        int connection, Stopwatch clock, TimeSpan time, Func<int, int, byte[]> bodyOf, int status)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var expected = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "));
        var latencies = new List<double>(4_096);
        var answer = new byte[16_384];
        while (clock.Elapsed < time)
        {
            var request = Request(bodyOf(connection, latencies.Count));
            var started = Stopwatch.GetTimestamp();
            await socket.SendAsync(request, SocketFlags.None);
            var length = await ReceiveAsync(socket, answer);
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!answer.AsSpan().StartsWith(expected))
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer, 0, length));
        }

        return latencies;
    }

    private byte[] Request(byte[] body)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\nContent-Type: application/json\r\n" +
            $"Content-Length: {body.Length}\r\n\r\n"));
        return [.. head, .. body];
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] answer)
    {
        var received = 0;
        while (true)
        {
            var count = await socket.ReceiveAsync(answer.AsMemory(received), SocketFlags.None);
            if (count == 0) throw new IOException("the connection was closed");
            received += count;
            if (WholeLength(answer.AsSpan(0, received)) is { } whole && received >= whole) return received;
        }
    }

    private static int? WholeLength(ReadOnlySpan<byte> received)
    {
        var headers = received.IndexOf(EndOfHeaders);
        if (headers < 0) return null;
        var length = received[..headers].IndexOf(LengthHeader);
        var digits = received[(length + LengthHeader.Length)..headers];
        var end = digits.IndexOf((byte)'\r');
        return headers + EndOfHeaders.Length + int.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
    }
}
