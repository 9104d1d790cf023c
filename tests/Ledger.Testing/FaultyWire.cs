using System.Net.Sockets;

namespace Ledger.Testing;

/// <summary>How a connection to the server is lost.</summary>
public enum Cut
{
    /// <summary>What the client sends next does not arrive: not persisted.</summary>
    BeforeRequest,

    /// <summary>Only a part of what the client sends next arrives: not persisted.</summary>
    WithinRequest,

    /// <summary>The server has done it, its answer does not arrive: persisted anyway.</summary>
    BeforeAnswer,

    /// <summary>The client is cut off at once, the server gets what it sent a little later.</summary>
    DeliveredLate,
}

/// <summary>A Unix socket that forwards to a PostgreSQL server's and loses connections on command.</summary>
public sealed class FaultyWire : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(30);

    private readonly string _server;
    private readonly Random _random;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _open = [];
    private readonly Task _accepting;
    private (Cut Cut, int After)? _armed;
    private volatile bool _isSilent;

    /// <param name="serverFolder">The folder of the server's socket.</param>
    /// <param name="seed">Decides how much of a message gets through.</param>
    public FaultyWire(string serverFolder, int seed)
    {
        (_server, _random) = (Path.Combine(serverFolder, SocketName), new Random(seed));
        Folder = Directory.CreateTempSubdirectory("ledger-wire-").FullName;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(Folder, SocketName)));
        _listener.Listen();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The host to connect to instead of the server's.</summary>
    public string Folder { get; }

    /// <summary>Connections that were lost so far.</summary>
    public int Losses { get; private set; }

    /// <summary>While true nothing gets through, and nobody is told.</summary>
    public bool IsSilent { get => _isSilent; set => _isSilent = value; }

    /// <summary>Loses the connection that sends the next message after <paramref name="after"/> others.</summary>
    public void Arm(Cut cut, int after = 0)
    {
        lock (_lock) _armed = (cut, after);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        lock (_lock)
            foreach (var socket in _open) socket.Dispose();
        await _accepting;
        _stop.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ConnectAsync(await _listener.AcceptAsync(_stop.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }

    private async Task ConnectAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var _ = client;
        lock (_lock) _open.UnionWith([client, server]);
        try
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
            var line = new Line(client, server);
            await Task.WhenAny(ForwardAsync(line), ReturnAsync(line));
            if (line.IsLate) await Task.Delay(Late);
        }
        catch (SocketException)
        {
            // the server is away
        }
        finally
        {
            lock (_lock) _open.ExceptWith([client, server]);
        }
    }

    private async Task ForwardAsync(Line line)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await line.Client.ReceiveAsync(buffer) is var read and > 0)
            {
                while (IsSilent) await Task.Delay(Late, _stop.Token);
                var cut = TakeCut();
                if (cut == Cut.BeforeAnswer) line.IsMute = true;
                line.Forwarded(buffer.AsSpan(0, read));
                if (cut is Cut.BeforeRequest) return;
                if (cut == Cut.DeliveredLate)
                {
                    line.IsLate = true;
                    line.Client.Dispose();
                    await Task.Delay(Late);
                }

                await line.Server.SendAsync(buffer.AsMemory(0, cut == Cut.WithinRequest ? Part(read) : read));
                if (cut is Cut.WithinRequest or Cut.DeliveredLate) return;
            }
        }
        catch (Exception lost) when (lost is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // by either side
        }
    }

    private static async Task ReturnAsync(Line line)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await line.Server.ReceiveAsync(buffer) is var read and > 0)
            {
                var isAnswered = line.Returned(buffer.AsSpan(0, read));
                if (!line.IsMute) await line.Client.SendAsync(buffer.AsMemory(0, read));
                else if (isAnswered) return;
            }
        }
        catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
        {
            if (line.IsLate) await Task.Delay(Late * 2);
        }
    }

    private int Part(int length)
    {
        lock (_lock) return _random.Next(length);
    }

    private Cut? TakeCut()
    {
        lock (_lock)
        {
            if (_armed is not { } armed) return null;
            _armed = armed.After > 0 ? (armed.Cut, armed.After - 1) : null;
            if (armed.After > 0) return null;
            Losses++;
            return armed.Cut;
        }
    }

    private sealed class Line(Socket client, Socket server)
    {
        public Socket Client { get; } = client;
        public Socket Server { get; } = server;
        public volatile bool IsMute;
        public volatile bool IsLate;
        private readonly Lock _counting = new();
        private readonly WireMessages _requests = new("QS"u8.ToArray(), isClient: true); // Query, Sync
        private readonly WireMessages _answers = new("Z"u8.ToArray(), isClient: false); // ReadyForQuery

        public void Forwarded(ReadOnlySpan<byte> bytes)
        {
            lock (_counting) _requests.Add(bytes);
        }

        // A pooled connection's reset goes out with the next request: one send, two answers.
        public bool Returned(ReadOnlySpan<byte> bytes)
        {
            lock (_counting)
            {
                _answers.Add(bytes);
                return _requests.EndsWithCounted && _answers.Count == _requests.Count;
            }
        }
    }
}
