using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ledger.Testing;

/// <summary>
/// A bad line to a service: some of its connections break after a random number of bytes, in either direction; and while it is told to,
/// it carries what is asked and breaks where the answer begins.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Random _random;
    private readonly Uri _service;
    private readonly Task _accepting;
    private int _cutsLeft;

    /// <param name="service">Where it leads to.</param>
    /// <param name="seed">Of the numbers of bytes.</param>
    /// <param name="cuts">How many connections break, the first ones.</param>
    public CuttingProxy(Uri service, int seed = 0, int cuts = 0)
    {
        ArgumentNullException.ThrowIfNull(service);
        (_service, _random, _cutsLeft) = (service, new(seed), cuts);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Connections that were broken.</summary>
    public int Cuts { get; private set; }

    /// <summary>While true, what is asked arrives, and no answer comes back.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Answers that were lost.</summary>
    public int LostAnswers { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var bytes = _cutsLeft-- > 0 ? _random.Next(1, 20_000) : int.MaxValue;
                _connections.Add(ForwardAsync(client, bytes));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            // the test is over
        }
    }

    private async Task ForwardAsync(TcpClient client, int bytes)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_service.Host, _service.Port, _stop.Token);
                var left = new StrongBox(bytes);
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), left, isAnswer: false),
                    PumpAsync(server.GetStream(), client.GetStream(), left, isAnswer: true));
                if (left.Value <= 0) Cuts++;
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // either side left
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, StrongBox left, bool isAnswer)
    {
        var buffer = new byte[4_096];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            if (isAnswer && LosesAnswers)
            {
                LostAnswers++;
                return;
            }

            left.Value -= read;
            if (left.Value <= 0) return;
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private sealed class StrongBox(int value)
    {
        public int Value = value;
    }
}
