using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ledger.EndToEnd;

/// <summary>A bad line to a service: some of its connections break after a random number of bytes, in either direction.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Random _random;
    private readonly Uri _service;
    private readonly Task _accepting;
    private int _cutsLeft;

    public CuttingProxy(Uri service, int seed, int cuts)
    {
        (_service, _random, _cutsLeft) = (service, new(seed), cuts);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Connections that were broken.</summary>
    public int Cuts { get; private set; }

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
                    PumpAsync(client.GetStream(), server.GetStream(), left), PumpAsync(server.GetStream(), client.GetStream(), left));
                if (left.Value <= 0) Cuts++;
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // either side left
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, StrongBox left)
    {
        var buffer = new byte[4_096];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
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
