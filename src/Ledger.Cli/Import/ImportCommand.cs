using System.CommandLine;
using System.CommandLine.Parsing;
using Ledger.Cli.Http;
using Ledger.Domain.Json;
using Ledger.Domain.Sheets;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Cli.Import;

/// <summary><c>ledger import</c>: posts a file. Ids follow from what it says, so that running it again posts nothing twice.</summary>
internal static class ImportCommand
{
    private static readonly Option<FileInfo?> Sites = new("--sites") { Description = "CSV list of mine sites." };
    private static readonly Option<FileInfo?> MineSheetFile = new("--mine-sheet") { Description = "CSV in the layout of the mine sheet." };
    private static readonly Option<FileInfo?> ProcessingSheetFile = new("--processing-sheet")
    {
        Description = "CSV in the layout of the processing sheet.",
    };

    private static readonly Option<FileInfo?> Events = new("--events") { Description = "Custody events, one JSON object a line." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Says what is wrong, and posts nothing." };
    private static readonly Option<bool> SkipBad = new("--skip-bad") { Description = "Posts the good rows where others are wrong." };
    private static readonly Option<string?> As = new("--as")
    {
        Description = "The organisation the rows are for, where no ledger is there to ask (--dry-run).",
    };

    private static readonly Option<string> Dates = new Option<string>("--dates")
    {
        Description = "How dates are written: year-month-day (always read), day-month-year or month-day-year.",
        DefaultValueFactory = _ => Code<DateOrder>.Name(DateOrder.YearMonthDay),
    }.AcceptOnlyFromAmong([.. Code<DateOrder>.All]);

    private static readonly Option<string> Decimals = new Option<string>("--decimals")
    {
        Description = "point or comma.", DefaultValueFactory = _ => "point",
    }.AcceptOnlyFromAmong("point", "comma");

    private static readonly Option<string> Zone = new("--zone")
    {
        Description = "Where the clock was read, such as Africa/Kigali.", DefaultValueFactory = _ => "Africa/Kigali",
    };

    private static readonly Option<string?> Separator = new Option<string?>("--separator")
    {
        Description = "comma, semicolon or tab; else the header tells.",
    }.AcceptOnlyFromAmong("comma", "semicolon", "tab");

    private static readonly Option<string> Letters = new Option<string>("--encoding")
    {
        Description = "auto, utf-8 or latin-1.", DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "utf-8", "latin-1");

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "COLUMN=VALUE for every row whose cell is empty, such as --set series=RW. May stand several times.",
    };

    private static readonly Option<string[]> Ignore = new("--ignore")
    {
        Description = "A column to leave unread. May stand several times.",
    };

    public static Command Create()
    {
        var command = new Command("import", "Posts a file: a list of sites, paper sheets as CSV, or custody events as lines.")
        {
            Sites, MineSheetFile, ProcessingSheetFile, Events, Connection.To, Connection.Key, As, DryRun, SkipBad, Dates, Decimals, Zone,
            Separator, Letters, Set, Ignore,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Option<FileInfo?>[] kinds = [Sites, MineSheetFile, ProcessingSheetFile, Events];
        var given = kinds.Where(kind => parsed.GetValue(kind) is not null).ToList();
        if (given.Count != 1) throw new CliException($"exactly one of {string.Join(", ", kinds.Select(kind => kind.Name))} is needed");
        var file = parsed.GetValue(given[0])!;
        using var ledger = parsed.GetValue(DryRun) && parsed.GetValue(Connection.To) is null ? null : Connection.Open(parsed);
        var organisation = await OrganisationAsync(parsed, ledger, cancellation);
        var import = Read(given[0], file, parsed, organisation);
        if (!import.MayGoOn(parsed.GetValue(SkipBad)) || parsed.GetValue(DryRun)) return import.Errors.Count == 0 ? 0 : 1;
        return await import.PostAsync(ledger!, cancellation);
    }

    private static async Task<PartyId> OrganisationAsync(ParseResult parsed, Connection? ledger, CancellationToken cancellation)
    {
        if (ledger is not null) return await ledger.OrganisationAsync(cancellation);
        return PartyId.TryParse(parsed.GetValue(As) ?? throw new CliException("--to, or --as with --dry-run, is needed"))
            ?? throw new CliException($"--as must be {PartyId.Form}");
    }

    private static FileImport Read(Option kind, FileInfo file, ParseResult parsed, PartyId organisation)
    {
        if (kind == Events) return EventLines.Read(file, organisation);
        Func<IReadOnlyList<CsvRow>, SheetSettings, PartyId, SheetReading> read =
            kind == Sites ? SiteSheet.Read : kind == MineSheetFile ? MineSheet.Read : ProcessingSheet.Read;
        try
        {
            var encoding = parsed.GetValue(Letters) switch
            {
                "utf-8" => SheetEncoding.Utf8, "latin-1" => SheetEncoding.Latin1, _ => SheetEncoding.Auto,
            };
            var text = SheetText.Decode(SheetFile.Bytes(file), encoding);
            var reading = read(CsvText.Read(text, SeparatorOf(parsed)), SettingsOf(parsed), organisation);
            return SheetFile.Import(reading, isSites: kind == Sites);
        }
        catch (SheetException malformed)
        {
            throw new CliException($"{file.Name}: {malformed.Message} Nothing was posted.", malformed);
        }
    }

    private static SheetSettings SettingsOf(ParseResult parsed)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(parsed.GetRequiredValue(Zone))
            ?? throw new CliException($"--zone must be a tz database name such as Africa/Kigali, not '{parsed.GetValue(Zone)}'");
        var everywhere = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in parsed.GetValue(Set) ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new CliException($"--set must be COLUMN=VALUE, not '{pair}'");
            everywhere[pair[..equals]] = pair[(equals + 1)..];
        }

        var order = Code<DateOrder>.Find(parsed.GetRequiredValue(Dates))!.Value; // one of them, or the command would not run
        return new(new(order, parsed.GetValue(Decimals) == "comma" ? ',' : '.', zone), everywhere,
            (parsed.GetValue(Ignore) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    private static char? SeparatorOf(ParseResult parsed) => parsed.GetValue(Separator) switch
    {
        "comma" => ',', "semicolon" => ';', "tab" => '\t', _ => null,
    };
}
