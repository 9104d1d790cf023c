using System.Globalization;
using Ledger.Api.SignOn;
using NodaTime;

namespace Ledger.Api;

/// <summary>How one node of one ledger runs. Source: command line, then environment, then appsettings.json, then defaults.</summary>
public sealed record LedgerOptions
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--port"] = "LEDGER_PORT", ["--data"] = "LEDGER_DATA", ["--listen"] = "Ledger:Listen",
    };

    /// <summary>0 lets the system choose.</summary>
    public int Port { get; init; } = 8080;

    /// <summary><c>localhost</c>, or <c>any</c> for every address of the machine.</summary>
    public string Listen { get; init; } = "localhost";

    /// <summary>Folder of what is not in the database: the server's keys, imports under way, and the private cluster.</summary>
    public string Data { get; init; } = "./.ledger";

    /// <summary>False leaves out demo keys and the demo world, which only ever go into a private cluster.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>False for a node that captures and answers, and leaves views, rules and days to the others.</summary>
    public bool Views { get; init; } = true;

    /// <summary>As the role that runs the service; without it a private cluster is started.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>As the owner of the schema, for migrations; without it they must be applied already.</summary>
    public string? OwnerConnectionString { get; init; }

    /// <summary>The ledger's name, and the origin line of its checkpoints.</summary>
    public string Name { get; init; } = "ledger.localhost/demo";

    public string Schema { get; init; } = "ledger";

    /// <summary>Days begin and end here.</summary>
    public DateTimeZone TimeZone { get; init; } = DateTimeZoneProviders.Tzdb["Africa/Kigali"];

    public LogOptions Log { get; init; } = new();

    /// <summary>Whose people may sign in beside those with keys; null for nobody's.</summary>
    public OidcOptions? Oidc { get; init; }

    public Limits Limits { get; init; } = new();

    /// <summary>Reads command line, environment and appsettings.json.</summary>
    /// <exception cref="FormatException">A value does not have its form; the message names it.</exception>
    public static LedgerOptions Read(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. args.Where(argument => argument != "--no-demo")], Switches)
            .Build();
        var defaults = new LedgerOptions();
        return defaults with
        {
            Port = (int)Number(configuration, "LEDGER_PORT", defaults.Port, most: 65_535),
            Listen = configuration["Ledger:Listen"] ?? defaults.Listen,
            Data = configuration["LEDGER_DATA"] ?? defaults.Data,
            Demo = !args.Contains("--no-demo"),
            Views = OnOrOff(configuration, "Ledger:Views", defaults.Views),
            ConnectionString = configuration["ConnectionStrings:Ledger"],
            OwnerConnectionString = configuration["ConnectionStrings:LedgerOwner"],
            Name = configuration["Ledger:Name"] ?? defaults.Name,
            Schema = configuration["Ledger:Schema"] ?? defaults.Schema,
            TimeZone = Zone(configuration["Ledger:TimeZone"]) ?? defaults.TimeZone,
            Log = new()
            {
                Keep = OnOrOff(configuration, "Ledger:Log:Keep", defaults.Log.Keep),
                AcceptKey = configuration["Ledger:Log:AcceptKey"],
                WitnessPolicy = configuration["Ledger:Log:WitnessPolicy"],
                WitnessMilliseconds = (int)Number(
                    configuration, "Ledger:Log:WitnessMilliseconds", defaults.Log.WitnessMilliseconds, most: 60_000),
            },
            Oidc = OidcOptions.Read(configuration),
            Limits = new()
            {
                BulkBytes = Number(configuration, "Ledger:Limits:BulkBytes", defaults.Limits.BulkBytes, long.MaxValue),
                PostsPerMinute = (int)Number(configuration, "Ledger:Limits:PostsPerMinute", defaults.Limits.PostsPerMinute, int.MaxValue),
                TagChecksPerMinute =
                    (int)Number(configuration, "Ledger:Limits:TagChecksPerMinute", defaults.Limits.TagChecksPerMinute, int.MaxValue),
            },
        };
    }

    private static long Number(IConfiguration configuration, string name, long otherwise, long most)
    {
        if (configuration[name] is not { Length: > 0 } text) return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number : throw new FormatException($"{name} must be a whole number of at most {most}, not '{text}'");
    }

    private static bool OnOrOff(IConfiguration configuration, string name, bool otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        "on" => true,
        "off" => false,
        var text => throw new FormatException($"{name} must be on or off, not '{text}'"),
    };

    private static DateTimeZone? Zone(string? id) => id is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id)
        ?? throw new FormatException($"Ledger:TimeZone must be a tz database name such as Africa/Kigali, not '{id}'");
}

/// <summary>How the transparency log is kept. docs/transparency.md.</summary>
public sealed record LogOptions
{
    /// <summary>False for a node without the keys: it shows what others publish.</summary>
    public bool Keep { get; init; } = true;

    /// <summary>The vkey to go on with where all keys that signed before are lost for good.</summary>
    public string? AcceptKey { get; init; }

    /// <summary>A policy file (C2SP tlog-policy): its witnesses that have an address are asked for cosignatures.</summary>
    public string? WitnessPolicy { get; init; }

    /// <summary>The longest a checkpoint waits for witnesses before it is published. Milliseconds.</summary>
    public int WitnessMilliseconds { get; init; } = 400;
}

/// <summary>What one request, one caller and one node may ask for. docs/api.md lists them.</summary>
public sealed record Limits
{
    /// <summary>One custody event, in an object body or on a line. Bytes.</summary>
    public int ItemBytes { get; init; } = 1 << 20;

    /// <summary>A protected area with its outline. Bytes.</summary>
    public int AreaBytes { get; init; } = 8 << 20;

    /// <summary>A JSON array, which is held in memory. Bytes.</summary>
    public int ArrayBytes { get; init; } = 16 << 20;

    /// <summary>A body of lines, unpacked. Bytes.</summary>
    public long BulkBytes { get; init; } = 4L << 30;

    /// <summary>Custody events in an array.</summary>
    public int ArrayItems { get; init; } = 10_000;

    /// <summary>Custody events in a strict request: they share one commit.</summary>
    public int StrictItems { get; init; } = 500;

    /// <summary>More lines than this are taken as an import.</summary>
    public int LinesAnsweredAtOnce { get; init; } = 10_000;

    /// <summary>Imports that may wait on this node.</summary>
    public int WaitingImports { get; init; } = 100;

    /// <summary>POST requests a minute and key.</summary>
    public int PostsPerMinute { get; init; } = 1_200_000;

    /// <summary>Tags checked without a key, a minute and address.</summary>
    public int TagChecksPerMinute { get; init; } = 60;

    /// <summary>Refused keys a minute and address.</summary>
    public int FailedAttemptsPerMinute { get; init; } = 30;
}
