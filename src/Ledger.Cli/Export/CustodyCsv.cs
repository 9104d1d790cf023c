using System.Text;
using System.Text.Json;

namespace Ledger.Cli.Export;

/// <summary>
/// A file of leaves as tables, one file for each type of custody event: a row a ledger event, its members as columns, lists as JSON.
/// RFC 4180, UTF-8 with a mark so that spreadsheets read accents.
/// </summary>
internal static class CustodyCsv
{
    private static readonly string[] Fixed = ["sequence", "recordedAt", "custodyEvent", "ordinal", "recordedBy", "event", "stream"];

    /// <summary>Writes <c>TYPE.csv</c> for each type in the file; each takes its name only when it is whole.</summary>
    public static void Write(FileInfo events, DirectoryInfo folder)
    {
        var columns = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var leaf in CustodyLeaves(events))
        {
            if (!columns.TryGetValue(TypeOf(leaf), out var names)) columns[TypeOf(leaf)] = names = new(StringComparer.Ordinal);
            names.UnionWith(Members(leaf.GetProperty("data"), "").Select(member => member.Name));
        }

        var writers = columns.ToDictionary(
            type => type.Key,
            type => new StreamWriter(PartOf(folder, type.Key), append: false, new UTF8Encoding(true)) { NewLine = "\r\n" });
        foreach (var (type, writer) in writers) writer.WriteLine(string.Join(',', Fixed.Concat(columns[type]).Select(Quoted)));
        foreach (var leaf in CustodyLeaves(events))
        {
            var members = Members(leaf.GetProperty("data"), "").ToDictionary(member => member.Name, member => member.Value);
            var cells = FixedCells(leaf).Concat(columns[TypeOf(leaf)].Select(name => members.GetValueOrDefault(name, "")));
            writers[TypeOf(leaf)].WriteLine(string.Join(',', cells.Select(Quoted)));
        }

        foreach (var (type, writer) in writers)
        {
            writer.Dispose();
            File.Move(PartOf(folder, type), Path.Combine(folder.FullName, type + ".csv"), overwrite: true);
        }
    }

    private static string PartOf(DirectoryInfo folder, string type) => Path.Combine(folder.FullName, type + ".csv.part");

    private static IEnumerable<JsonElement> CustodyLeaves(FileInfo events)
    {
        foreach (var line in File.ReadLines(events.FullName))
        {
            using var document = JsonDocument.Parse(line);
            var leaf = document.RootElement;
            if (leaf.TryGetProperty("headers", out var headers) && headers.TryGetProperty("custodyType", out _)) yield return leaf;
        }
    }

    private static string TypeOf(JsonElement leaf) => leaf.GetProperty("headers").GetProperty("custodyType").GetString()!;

    private static IEnumerable<string> FixedCells(JsonElement leaf)
    {
        var headers = leaf.GetProperty("headers");
        return
        [
            leaf.GetProperty("seq").GetRawText(), leaf.GetProperty("recordedAt").GetString()!,
            headers.GetProperty("custodyEvent").GetString()!, headers.GetProperty("ordinal").GetRawText(),
            headers.GetProperty("recordedBy").GetString()!, leaf.GetProperty("type").GetString()!, leaf.GetProperty("stream").GetString()!,
        ];
    }

    private static IEnumerable<(string Name, string Value)> Members(JsonElement element, string path)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Value.ValueKind != JsonValueKind.Object)
                yield return (name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText());
            else
                foreach (var below in Members(member.Value, name)) yield return below;
        }
    }

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
