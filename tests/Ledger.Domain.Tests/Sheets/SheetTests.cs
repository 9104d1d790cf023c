using System.Text;
using System.Text.Json.Nodes;
using Ledger.Domain.Sheets;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Tests.Sheets;

public class SheetTests
{
    private const string MineHead =
        "date;time;site;mineral;series;tag;kg;pit;miner;agent;estimated %;Bag Colour;itinerary;book;sheet;line\n";
    private const string MineRow =
        "02/03/2026;9h30;RW-0412;cassiterite;RW;4410877;50,2;Tunnel 3;M. Demo;A-0931;62,5;blue;by foot;MB-1;000381;4\n";
    private const string ProcessingHead = "sheet,date,operation,mineral,series,mine tag,weight in,negociant tag,weight out,grade,"
        + "tailings kg,tailings tag,tailings grade,final,run\n";

    private static readonly PartyId Trader = new("demo-trader");

    [Fact]
    public void A_mine_sheets_row_is_a_bagged()
    {
        var entry = Assert.Single(Mine(MineHead + MineRow).Entries);

        var expected = JsonNode.Parse($$$"""
            {
              "id": "{{{entry.Id}}}", "type": "bagged", "channel": "import",
              "eventTime": "2026-03-02T09:30:00+02:00", "timePrecision": "minute",
              "mineral": "cassiterite", "siteId": "RW-0412", "pit": "Tunnel 3", "colour": "blue", "estimatedGradePct": 62.5,
              "tag": { "series": "RW", "kind": "mine", "number": "4410877" },
              "weighing": { "netKg": 50.2, "method": "copied-from-sheet" }, "sheet": { "book": "MB-1", "number": "000381", "line": 4 },
              "people": [{ "role": "miner", "ref": "M. Demo" }, { "role": "agent", "ref": "A-0931" }], "note": "itinerary: by foot"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(entry.Json)), Encoding.UTF8.GetString(entry.Json));
    }

    [Fact]
    public void The_same_rows_again_have_the_same_ids_however_the_file_is_written_and_another_party_has_its_own()
    {
        const string rewritten =
            "Tag No,KG,date,time,site id,mineral,series,pit,miner,agent,estimated grade,colour,route,sheet book,mine sheet no,line no\r\n"
            + "4410877,\"50.20\",2026-03-02,09:30,RW-0412,Cassiterite,RW,Tunnel 3,M. Demo,A-0931,62.5,blue,by foot,MB-1,000381,4";
        var first = Mine(MineHead + MineRow).Entries.Single().Id;

        Assert.Equal(first, MineSheet.Read(CsvText.Read(rewritten), Settings(DateOrder.YearMonthDay, '.'), Trader).Entries.Single().Id);
        Assert.NotEqual(first, Mine(MineHead + MineRow.Replace("50,2", "50,3", StringComparison.Ordinal)).Entries.Single().Id);
        Assert.NotEqual(first, MineSheet.Read(
            CsvText.Read(MineHead + MineRow), Settings(DateOrder.DayMonthYear, ','), new("another")).Entries.Single().Id);
    }

    [Theory]
    [InlineData("02/03/2026", "2026-31-02", "row 2, date: '2026-31-02' must be a date, day first")]
    [InlineData("50,2", "", "row 2, kg: is required")]
    [InlineData("50,2", "50.2", "row 2, kg: '50.2' must be a number such as 50,2")]
    [InlineData("50,2", "-1", "row 2, kg: '-1' must be more than 0")]
    [InlineData("62,5", "162,5", "row 2, estimated %: '162,5' must be a percentage")]
    [InlineData("4410877", "44/1", "row 2, tag: '44/1' must be 1 to 20 letters or digits")]
    [InlineData("9h30", "noon", "row 2, time: 'noon' must be a time such as 7:30")]
    [InlineData("cassiterite", "tin", "row 2, mineral: 'tin' must be one of cassiterite")]
    [InlineData("RW-0412", "RW 0412", "row 2, site: 'RW 0412' must be 1 to 64 letters")]
    [InlineData("MB-1", "", "row 2, book: is required")]
    [InlineData(";4\n", ";four\n", "row 2, line: 'four' must be a whole number")]
    public void A_wrong_cell_is_named_with_what_is_expected(string cell, string wrong, string message)
    {
        var reading = Mine(MineHead + MineRow.Replace(cell, wrong, StringComparison.Ordinal) + MineRow);

        Assert.StartsWith(message, Assert.Single(reading.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(reading.Entries).Row); // the other row is not to blame
    }

    [Fact]
    public void Every_wrong_cell_of_a_row_is_named_at_once()
    {
        var reading = Mine(MineHead + ";x;RW-0412;tin;RW;4410877;0,;;;;;;;;;\n");
        Assert.Equal(["date", "time", "mineral"], reading.Errors.Select(error => error.Column));
        Assert.Empty(reading.Entries);
    }

    [Fact]
    public void What_stands_once_on_the_sheet_may_be_said_for_every_row_and_a_wrong_word_is_named_once()
    {
        const string text = "tag,kg\n1,50\n2,51\n";
        var everywhere = new Dictionary<string, string>
        {
            ["Date"] = "2026-03-02", ["site"] = "S-1", ["mineral"] = "coltan", ["series"] = "RW",
        };

        var reading = MineSheet.Read(CsvText.Read(text), Settings(DateOrder.YearMonthDay, '.', everywhere), Trader);
        everywhere["mineral"] = "tin";
        var wrong = MineSheet.Read(CsvText.Read(text), Settings(DateOrder.YearMonthDay, '.', everywhere), Trader);

        Assert.Equal(2, reading.Entries.Count);
        Assert.Equal("day", (string)JsonNode.Parse(reading.Entries[0].Json)!["timePrecision"]!);
        Assert.StartsWith("mineral for every row: 'tin' must be one of", Assert.Single(wrong.Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date;site;mineral;series;tag\n", "No column for kg;")]
    [InlineData("date;site;mineral;series;tag;kg;remarks\n", "The column 'remarks' is not known here. Known are date")]
    [InlineData("date;site;mineral;series;tag;kg;Net KG\n", "Two columns are for kg; the second is 'Net KG'.")]
    public void Headings_that_do_not_fit_refuse_the_file(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<SheetException>(() => Mine(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_may_be_left_unread_by_its_name()
    {
        var settings = Settings(DateOrder.DayMonthYear, ',') with { Ignored = new HashSet<string> { "Remarks" } };
        Assert.Empty(MineSheet.Read(CsvText.Read("date;site;mineral;series;tag;kg;remarks\n"), settings, Trader).Entries);
    }

    [Fact]
    public void The_rows_of_a_processing_sheet_are_one_processed()
    {
        var reading = Processing(ProcessingHead
            + "P-1,2026-03-05,magnetic,cassiterite,RW,4410877,50,2200415,41.3,67.9,,,,no,R-7\n"
            + "P-1,,,cassiterite,RW,4410878,49.5,,,,6.1,990001,12,,\n"
            + "P-2,2026-03-06,magnetic,cassiterite,RW,4410879,50,,,,,,,,\n");

        Assert.Empty(reading.Errors);
        Assert.Equal([2, 4], reading.Entries.Select(entry => entry.Row));
        var processed = JsonNode.Parse(reading.Entries[0].Json)!;
        Assert.Equal(("demo-trader:R-7", false, 2, 2), (
            (string)processed["runId"]!, (bool)processed["final"]!,
            processed["inputs"]!.AsArray().Count, processed["outputs"]!.AsArray().Count));
        Assert.Equal(
            """
            {"kind":"product","mineral":"cassiterite","tag":{"series":"RW","kind":"negociant","number":"2200415"},"netKg":41.3,
            """ + "\"method\":\"copied-from-sheet\",\"analytes\":[{\"name\":\"Sn\",\"pct\":67.9}]}",
            processed["outputs"]![0]!.ToJsonString());
        Assert.Equal("tailings", (string)processed["outputs"]![1]!["tag"]!["kind"]!);
        Assert.True((bool)JsonNode.Parse(reading.Entries[1].Json)!["final"]!);
    }

    [Theory]
    [InlineData("P-1,2026-03-05,magnetic,cassiterite,RW,4410877,50,,,,,,,,\nP-1,2026-03-06,,coltan,RW,4410878,50,,,,,,,,\n",
        "row 3, date: '2026-03-06' must be as in row 2, which is the same sheet")]
    [InlineData("P-1,2026-03-05,magnetic,cassiterite,RW,4410877,0,,,,,,,,\n", "row 2, weight in: '0' must be more than 0")]
    [InlineData("P-1,2026-03-05,magnetic,cassiterite,RW,,50,,,,,,,,\n", "row 2, mine tag: is required")]
    [InlineData("P-1,2026-03-05,magnetic,cassiterite,RW,,,,,,,,,,\n", "row 2, mine tag: is required, or outputs in its place")]
    [InlineData("P-1,2026-03-05,magnetic,mixed,RW,,,2200415,40,60,,,,,\n", "row 2, grade: '60' must be empty for mixed minerals")]
    [InlineData("P-1,2026-03-05,magnetic,cassiterite,RW,4410877,50,2200415,40,101,,,,,\n", "row 2, grade: '101' must be a percentage")]
    [InlineData("P-1,2026-03-05,melting,cassiterite,RW,4410877,50,,,,,,,,\n", "row 2, operation: 'melting' must be one of washing")]
    public void A_wrong_cell_of_a_processing_sheet_is_named(string rows, string message)
    {
        var reading = Processing(ProcessingHead + rows);
        Assert.StartsWith(message, reading.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(reading.Entries);
    }

    [Fact]
    public void A_list_of_sites_becomes_registrations_and_nothing_is_made_up()
    {
        var settings = Settings(DateOrder.YearMonthDay, '.');
        var reading = SiteSheet.Read(
            CsvText.Read("site,latitude,longitude,minerals\nS0001,1.927492,27.336205,\nS0002,91,x,coltan/tin\n"), settings, Trader);

        Assert.Equal(
            """{"siteId":"S0001","name":"S0001","country":"ZZ","lat":1.9275,"lon":27.3362}""",
            Without("id", reading.Entries.Single().Json));
        Assert.Equal(["row 3, longitude: 'x' must be a number such as 50.2, without thousands separators"],
            reading.Errors.Select(error => error.ToString()));
    }

    private static string Without(string name, byte[] json)
    {
        var said = JsonNode.Parse(json)!.AsObject();
        said.Remove(name);
        return said.ToJsonString();
    }

    private static SheetReading Mine(string text) => MineSheet.Read(CsvText.Read(text, ';'), Settings(DateOrder.DayMonthYear, ','), Trader);

    private static SheetReading Processing(string text) =>
        ProcessingSheet.Read(CsvText.Read(text), Settings(DateOrder.YearMonthDay, '.'), Trader);

    private static SheetSettings Settings(DateOrder order, char sign, Dictionary<string, string>? everywhere = null) => new(
        new(order, sign, DateTimeZoneProviders.Tzdb["Africa/Kigali"]), everywhere ?? [], new HashSet<string>());
}
