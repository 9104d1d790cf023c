using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ledger.Cli.Http;
using Ledger.Domain.Json;
using Ledger.Simulation;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Cli.Simulate;

/// <summary><c>ledger simulate</c>: makes a world and posts it as its organisations would, or writes it to a file.</summary>
internal static class SimulateCommand
{
    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "The same seed is the same world.", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Size = new Option<string>("--size")
    {
        Description = "small: 500 bags, 3 months. full: 5,000 bags, 12 months.",
        DefaultValueFactory = _ => Code<WorldSize>.Name(WorldSize.Small),
    }.AcceptOnlyFromAmong([.. Code<WorldSize>.All]);

    private static readonly Option<LocalDate> Until = new("--until")
    {
        Description = "The world's last day, such as 2026-06-30.", Required = true, CustomParser = ReadDate,
    };

    private static readonly Option<bool> Honest = new("--honest") { Description = "Without planted frauds." };

    private static readonly Option<int?> Years = new("--years")
    {
        Description = "How many years of 365 days; as many as the size has where it is left out.", CustomParser = ReadYears,
    };

    private static readonly Option<string> Moisture = new Option<string>("--moisture")
    {
        Description = "Where moisture is measured in runs and laboratories.",
        DefaultValueFactory = _ => Code<MoistureRegime>.Name(MoistureRegime.AsUsual),
    }.AcceptOnlyFromAmong([.. Code<MoistureRegime>.All]);

    private static readonly Option<ChosenFraud[]> Fraud = new("--fraud")
    {
        Description = "KIND[:PERCENT][@HOLDER][/START], such as laundering:3@demo-trader-01/2026-02-01: this fraud and no other. "
            + "May be given several times. By degrees: " + string.Join(", ", ChosenFraud.ByDegrees) + ".",
        CustomParser = ReadFrauds,
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "The ledger's address, or a file name that ends in .ndjson.", Required = true,
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "An administrator's key: makes a key for each organisation that has none. Also LEDGER_KEY.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LEDGER_KEY"),
    };

    private static readonly Option<FileInfo?> Keys = new("--keys")
    {
        Description = "JSON file of keys by organisation; keys that are made are added to it.",
    };

    private static readonly Option<FileInfo?> Truth = new("--truth") { Description = "Where to write what really happened, as JSON." };

    public static Command Create()
    {
        var command = new Command("simulate", "Posts a seeded world of invented sites and parties. Running it again posts nothing twice.")
        {
            Seed, Size, Until, Years, Honest, Fraud, Moisture, To, Key, Keys, Truth,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var to = parsed.GetRequiredValue(To);
        var address = to.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) ? null : Connection.Address(to, To);
        var (key, keys) = (parsed.GetValue(Key), parsed.GetValue(Keys));
        if (address is not null && key is null && keys is null)
            throw new CliException("posting needs --keys FILE, or --key with an administrator's key, or both");

        var world = Generate(parsed);
        if (parsed.GetValue(Truth) is { } truth) await WorldFiles.WriteTruthAsync(truth, world, cancellation);
        if (address is null) return await WorldFiles.WritePostingsAsync(new(to), world, cancellation);
        using var http = Connection.Client(address);
        return await new WorldPoster(http, new(http, key, keys)).PostAsync(world, cancellation);
    }

    private static World Generate(ParseResult parsed)
    {
        var frauds = parsed.GetValue(Fraud) ?? [];
        if (parsed.GetValue(Honest) && frauds.Length > 0) throw new CliException("a world with --fraud is not --honest");
        var size = Code<WorldSize>.Find(parsed.GetRequiredValue(Size))!.Value;
        var options = new WorldOptions(parsed.GetValue(Seed), size, parsed.GetRequiredValue(Until), parsed.GetValue(Honest))
        {
            Days = parsed.GetValue(Years) * 365,
            Moisture = Code<MoistureRegime>.Find(parsed.GetRequiredValue(Moisture))!.Value,
            Frauds = frauds,
        };
        try
        {
            return World.Generate(options);
        }
        catch (ArgumentException failure) when (frauds.Length > 0)
        {
            throw new CliException(failure.Message, failure);
        }
    }

    private static ChosenFraud[] ReadFrauds(ArgumentResult result)
    {
        try
        {
            return [.. result.Tokens.Select(token => ChosenFraud.Parse(token.Value))];
        }
        catch (FormatException failure)
        {
            result.AddError(failure.Message);
            return [];
        }
    }

    // Ids of sheets, sales and lots have room for that many.
    private static int? ReadYears(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var years) && years is >= 1 and <= 10)
            return years;
        result.AddError($"--years must be a number from 1 to 10, not '{result.Tokens[0].Value}'");
        return null;
    }

    private static LocalDate ReadDate(ArgumentResult result)
    {
        var date = LocalDatePattern.Iso.Parse(result.Tokens[0].Value);
        if (date.Success && date.Value.Year is >= 2000 and < 2200) return date.Value;
        result.AddError($"--until must be a date such as 2026-06-30, not '{result.Tokens[0].Value}'");
        return default;
    }
}
