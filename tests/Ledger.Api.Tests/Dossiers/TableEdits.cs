namespace Ledger.Api.Tests.Dossiers;

/// <summary>One thing a superuser does to one table.</summary>
/// <param name="Column">The column it is about, as <c>table.column</c>; or the table alone.</param>
/// <param name="Sql">Of the rows told of: <c>{id}</c> a custody event, <c>{at}</c> its first event, <c>{stream}</c> a stream.</param>
/// <param name="Told">What <c>ledger fsck --records</c> says of it.</param>
/// <param name="Grows">True where it shows as soon as something is recorded.</param>
internal sealed record TableEdit(string Column, string Sql, string Told, bool Grows = false)
{
    public string Table => Column.Split('.')[0];
}

/// <summary>
/// A change of every column of every table of the ledger that a proof depends on; what else can be done to their rows; and the columns
/// that no proof depends on, each with its reason. A column in none of these fails the tests.
/// </summary>
internal static class TableEdits
{
    private const string Tile = "level = 0 AND index = 1";

    public static IReadOnlyList<TableEdit> Columns { get; } =
    [
        Event("seq", "seq = -seq"), Event("id", "id = gen_random_uuid()"), Event("stream", "stream = 'lot:forged:1'"),
        Event("version", "version = version + 1000"), Event("type", "type = 'lot_lost'"),
        Event("recorded_at", "recorded_at = recorded_at - interval '1 day'"),
        Event("bytes", "bytes = set_byte(bytes, 10, get_byte(bytes, 10) # 1)"), Event("leaf_hash", "leaf_hash = sha256(leaf_hash)"),
        Head("stream", "stream = stream || '-'", "event {end} is the newest of {stream}, and the ledger does not keep where that ends"),
        Head("version", "version = version + 1000"), Head("leaf_hash", "leaf_hash = sha256(leaf_hash)"),
        Record("id", "id = gen_random_uuid()", "event {at} came from {id}, of which the ledger says that there is no such record"),
        Record("organisation", "organisation = 'somebody-else'"), Record("first_seq", "first_seq = first_seq + 1"),
        Record("event_count", "event_count = event_count + 1"),
        Part("event_id", "event_id = gen_random_uuid()", "event {at} committed to a sealed part (note) that is gone"),
        Part("kind", "kind = 'people'", "event {at} committed to a sealed part (note) that is gone"),
        Part("salt", "salt = sha256(salt)"), Part("body", "body = '\"another note\"'"),
        new("ledger_head.seq", "UPDATE ledger.ledger_head SET seq = seq + 1", "The ledger says that it ends at"),
        new("log_tree.size", "UPDATE ledger.log_tree SET size = size - 1", "leaves, and a checkpoint of"),
        new("log_tree.root", "UPDATE ledger.log_tree SET root = sha256(root)", "has another root in the database than was signed"),
        new("log_tile.level", $"UPDATE ledger.log_tile SET level = 5 WHERE {Tile}", "event 257 begins tile/0/001, which is not served"),
        new("log_tile.index", $"UPDATE ledger.log_tile SET index = 999 WHERE {Tile}", "event 257 begins tile/0/001, which is not served"),
        new("log_tile.root", "UPDATE ledger.log_tile SET root = sha256(root) WHERE level = 0 AND index = 0",
            "events are not those that were signed", Grows: true),
        new("log_tile.hashes", $"UPDATE ledger.log_tile SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) WHERE {Tile}",
            "event 258 is not what tile/0/001 commits to"),
        new("log_checkpoint.size", "UPDATE ledger.log_checkpoint SET size = size + 9", "leaves, and a checkpoint of"),
        new("log_checkpoint.note", "UPDATE ledger.log_checkpoint SET note = replace(note, E'\\n\\n', E'\\nforged\\n\\n')",
            "was not signed with the keys"),
        new("log_key.origin", "UPDATE ledger.log_key SET origin = 'another.example' WHERE ordinal = 1", "does not name a key of yours"),
        new("log_key.vkey", "UPDATE ledger.log_key SET vkey = '{forgedKey}' WHERE ordinal = 1", "that you did not give"),
        Heads("heads_page.at_seq", "at_seq = -at_seq"), Heads("heads_page.index", "index = index + 1000"),
        Heads("heads_page.first_stream", "first_stream = 'calendar!' WHERE index = 1"),
        Heads("heads_page.heads", "heads = set_byte(heads, octet_length(heads) - 3, get_byte(heads, octet_length(heads) - 3) # 1)"),
        Heads("heads_tile.at_seq", "at_seq = -at_seq"), Heads("heads_tile.level", "level = 7"), Heads("heads_tile.index", "index = 999"),
        Heads("heads_tile.hashes", "hashes = decode(reverse(encode(hashes, 'hex')), 'hex')"),
    ];

    public static IReadOnlyList<TableEdit> Rows { get; } =
    [
        new("event", "DELETE FROM ledger.event WHERE seq = {at}", "event {at} is missing"),
        new("event", "DELETE FROM ledger.event WHERE seq = (SELECT max(seq) FROM ledger.event)", "is missing"),
        new("event", "INSERT INTO ledger.event SELECT seq + 1, gen_random_uuid(), 'lot:forged:1', 1, type, recorded_at, bytes, leaf_hash " +
            "FROM ledger.event ORDER BY seq DESC LIMIT 1", "and its last event is"),
        new("event", "UPDATE ledger.event t SET bytes = f.bytes, leaf_hash = f.leaf_hash FROM ledger.event f " +
            "WHERE (t.seq, f.seq) IN (({at}, {at} + 2), ({at} + 2, {at}))", "event {at} "),
        new("event", "TRUNCATE ledger.event", "event 1 is missing"),
        new("head", "DELETE FROM ledger.head WHERE stream = '{stream}'", "event {end} is the newest of {stream}"),
        new("head", "INSERT INTO ledger.head VALUES ('lot:forged:1', 1, sha256(''))", "keeps the end of a stream that is not there"),
        new("head", "TRUNCATE ledger.head", "and the ledger does not keep where that ends"),
        new("custody_event", "DELETE FROM ledger.custody_event WHERE id = '{id}'", "event {at} came from {id}"),
        new("custody_event", "INSERT INTO ledger.custody_event VALUES (gen_random_uuid(), 'forger', '', {at}, 1)",
            "event {at} is kept as what"),
        new("custody_event", "TRUNCATE ledger.custody_event", "of which the ledger says that there is no such record"),
        new("sealed", "DELETE FROM ledger.sealed WHERE event_id = {event}", "event {at} committed to a sealed part (note) that is gone"),
        new("sealed", "INSERT INTO ledger.sealed VALUES ({event}, 'people', sha256(''), '[]')", "which did not commit to it"),
        new("sealed", "UPDATE ledger.sealed t SET salt = f.salt, body = f.body FROM ledger.sealed f WHERE t.event_id = {event} " +
            "AND f.event_id = (SELECT event_id FROM ledger.sealed WHERE event_id <> {event} LIMIT 1)", "event {at} committed to another"),
        new("sealed", "TRUNCATE ledger.sealed", "that is gone, and no event says that it was erased"),
        new("ledger_head", "UPDATE ledger.ledger_head SET seq = seq - 1", "The ledger ends at"),
        new("ledger_head", "DELETE FROM ledger.ledger_head", "is missing"),
        new("log_tree", "UPDATE ledger.log_tree SET size = size + 1", "The ledger ends at"),
        new("log_tree", "DELETE FROM ledger.log_tree", "or its tree, is missing"),
        new("log_tile", $"DELETE FROM ledger.log_tile WHERE {Tile}", "event 257 begins tile/0/001, which is not served"),
        new("log_tile", "UPDATE ledger.log_tile t SET hashes = f.hashes FROM ledger.log_tile f WHERE t.level = 0 AND f.level = 0 " +
            "AND t.index <> f.index", "event 1 is not what tile/0/000 commits to"),
        new("log_tile", "TRUNCATE ledger.log_tile", "event 1 begins tile/0/000, which is not served"),
        new("log_key", "DELETE FROM ledger.log_key WHERE ordinal = 1", "does not name a key of yours"),
        new("log_key", "INSERT INTO ledger.log_key VALUES ('ledger.localhost/demo', 99, '{forgedKey}', 0)", "that you did not give"),
        new("heads_page", "TRUNCATE ledger.heads_page", "names a root of heads in which the ledger does not prove"),
        new("heads_tile", "TRUNCATE ledger.heads_tile", "names a root of heads in which the ledger does not prove"),
    ];

    /// <summary>What the service puts right by itself, within a moment.</summary>
    public static IReadOnlyList<TableEdit> Undone { get; } =
    [
        new("log_checkpoint.origin", "UPDATE ledger.log_checkpoint SET origin = 'another.example'", ""),
        new("log_checkpoint", "DELETE FROM ledger.log_checkpoint", ""),
        new("log_checkpoint", "UPDATE ledger.log_checkpoint SET (size, note) = ({keptSize}, '{keptNote}')", ""),
    ];

    /// <summary>Columns, or whole tables, on which no proof depends.</summary>
    public static IReadOnlyDictionary<string, string> Unchecked { get; } = new Dictionary<string, string>
    {
        ["api_key"] = "who may call; a leaf names an organisation and no key",
        ["custody_event.content_mac"] = "tells a retry from other content, with a key of the service",
        ["evaluation_due"] = "what the evaluator looks at next; what it found is in the ledger, and dossiers are judged again",
        ["evaluation_progress"] = "how far the evaluator is; the same",
        ["finding_subject"] = "what the evaluator looks at again; the same",
        ["setting_review"] = "what is judged again after a change of settings; the same",
        ["ledger_head.only_row"] = "a CHECK keeps it true",
        ["log_tree.only_row"] = "a CHECK keeps it true",
        ["log_checkpoint.only_row"] = "a CHECK keeps it true",
        ["log_checkpoint.origin"] = "another name is another log: the service publishes its own checkpoint over it",
        ["log_key.ordinal"] = "the order in which keys are listed",
        ["log_key.from_size"] = "a note for people",
        ["mt_event_progression"] = "how far a consumer's projections are",
        ["mt_high_water_skips"] = "the same",
        ["rebuild"] = "rebuilds that were asked for",
        ["schema_migration"] = "which scripts were applied",
    };

    private static TableEdit Event(string column, string change) =>
        new($"event.{column}", $"UPDATE ledger.event SET {change} WHERE seq = {{at}}", "event {at} is missing");

    private static TableEdit Head(
        string column, string change, string told = "event {end} is the newest of its stream, of which the ledger keeps another end") =>
        new($"head.{column}", $"UPDATE ledger.head SET {change} WHERE stream = '{{stream}}'", told);

    private static TableEdit Record(string column, string change, string told = "event {at} came from {id}, of which the ledger keeps: ") =>
        new($"custody_event.{column}", $"UPDATE ledger.custody_event SET {change} WHERE id = '{{id}}'", told);

    private static TableEdit Part(string column, string change, string told = "event {at} committed to another sealed part (note)") =>
        new($"sealed.{column}", $"UPDATE ledger.sealed SET {change} WHERE event_id = {{event}}", told);

    private static TableEdit Heads(string column, string change) => new(
        column, $"UPDATE ledger.{column.Split('.')[0]} SET {change}", "names a root of heads in which the ledger does not prove");
}
