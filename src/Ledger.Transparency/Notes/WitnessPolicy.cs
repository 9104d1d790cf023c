using System.Text;

namespace Ledger.Transparency.Notes;

/// <summary>A witness by the name a policy gives it.</summary>
/// <param name="Name">Means something in its policy only.</param>
/// <param name="Key">What its cosignatures are checked with.</param>
/// <param name="Url">Where it takes checkpoints (C2SP tlog-witness, submission prefix); null for who only verifies.</param>
public sealed record PolicyWitness(string Name, CosignatureVerifier Key, string? Url);

/// <summary>Which logs are known, which witnesses, and how many of these must have cosigned (C2SP tlog-policy).</summary>
public sealed class WitnessPolicy
{
    private readonly PolicyRule? _quorum;

    internal WitnessPolicy(IReadOnlyList<NoteVerifier> logs, IReadOnlyList<PolicyWitness> witnesses, PolicyRule? quorum) =>
        (Logs, Witnesses, _quorum) = (logs, witnesses, quorum);

    /// <summary>Keys of the logs it names; perhaps none, where they are known from elsewhere.</summary>
    public IReadOnlyList<NoteVerifier> Logs { get; }

    /// <summary>All witnesses it names.</summary>
    public IReadOnlyList<PolicyWitness> Witnesses { get; }

    /// <summary>Reads a policy file.</summary>
    /// <exception cref="FormatException">Malformed in any way; the message names the line.</exception>
    public static WitnessPolicy Parse(ReadOnlySpan<byte> utf8) => PolicyReader.Read(utf8);

    /// <summary>
    /// The checkpoint, if a known log signed it under its own origin and the quorum of witnesses cosigned it; else null.
    /// One wrong signature of a known key spoils the note.
    /// </summary>
    /// <param name="note">What claims to be a checkpoint.</param>
    /// <param name="logKeys">Logs known beside those of the policy.</param>
    public Checkpoint? Accept(SignedNote note, params IEnumerable<NoteVerifier> logKeys)
    {
        ArgumentNullException.ThrowIfNull(note);
        var logs = Logs.Concat(logKeys).Where(key => key.IsLogKey).ToList();
        var signers = note.VerifiedBy([.. logs, .. Witnesses.Select(witness => witness.Key)]);
        if (Checkpoint.TryParse(note.Text) is not { } checkpoint) return null;
        return logs.Any(log => log.Name == checkpoint.Origin && signers.Contains(log)) && IsMet(signers) ? checkpoint : null;
    }

    /// <summary>True if these keys are a quorum.</summary>
    internal bool IsMet(IReadOnlyCollection<NoteVerifier> signers) => _quorum?.IsMet(signers) ?? true;
}

/// <summary>A witness, or a group of which so many must have cosigned.</summary>
internal sealed record PolicyRule(CosignatureVerifier? Witness, int Threshold, IReadOnlyList<PolicyRule> Members)
{
    public bool IsMet(IReadOnlyCollection<NoteVerifier> signers) =>
        Witness is null ? Members.Count(member => member.IsMet(signers)) >= Threshold : signers.Contains(Witness);
}

/// <summary>Reads a policy line by line; names stand on lines before those that use them.</summary>
internal sealed class PolicyReader
{
    private const int MaxBytes = 1 << 20;
    private const string None = "none";

    private readonly List<NoteVerifier> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly Dictionary<string, PolicyRule> _rules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private (PolicyRule? Rule, bool IsGiven) _quorum;

    public static WitnessPolicy Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes) throw new FormatException($"A policy of more than {MaxBytes} bytes.");
        var reader = new PolicyReader();
        foreach (var (number, line) in Decode(utf8).Split('\n').Index()) reader.ReadLine(number + 1, line);
        if (!reader._quorum.IsGiven) throw new FormatException("A policy has a quorum line, if only 'quorum none'.");
        return new WitnessPolicy(reader._logs, reader._witnesses, reader._quorum.Rule);
    }

    private void ReadLine(int number, string line)
    {
        if (line.Any(letter => letter is < ' ' and not '\t' or '\u007f')) throw Malformed(number, "a control character");
        var items = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (items is [] || items[0].StartsWith('#')) return;
        var problem = items switch
        {
            ["log", var vkey, ..] when items.Length <= 3 => AddLog(vkey),
            ["witness", var name, var vkey] => AddWitness(name, vkey, null),
            ["witness", var name, var vkey, var url] => AddWitness(name, vkey, url),
            ["group", var name, var threshold, .. { Length: > 0 } members] => AddGroup(name, threshold, members),
            ["quorum", var name] => SetQuorum(name),
            _ => "not a line of a policy",
        };
        if (problem is not null) throw Malformed(number, problem);
    }

    private string? AddLog(string vkey)
    {
        if (!NoteVerifier.TryParse(vkey, out var key) || !key.IsLogKey) return "not the vkey of a log";
        if (_logs.Any(other => other.PublicKey.SequenceEqual(key.PublicKey))) return "the same log twice";
        _logs.Add(key);
        return null;
    }

    private string? AddWitness(string name, string vkey, string? url)
    {
        if (!NoteVerifier.TryParse(vkey, out var key) || key is not CosignatureVerifier cosigner) return "not the vkey of a witness";
        if (_witnesses.Any(other => other.Key.PublicKey.SequenceEqual(key.PublicKey))) return "the same witness twice";
        if (!TryName(name, new PolicyRule(cosigner, 0, []))) return "a name that is taken";
        _witnesses.Add(new PolicyWitness(name, cosigner, url));
        return null;
    }

    private string? AddGroup(string name, string threshold, string[] members)
    {
        var rules = new List<PolicyRule>();
        foreach (var member in members)
        {
            if (!_rules.TryGetValue(member, out var rule)) return "a member that no line before defines";
            if (!_members.Add(member)) return "a member of two groups, or twice of one"; // it would count twice
            rules.Add(rule);
        }
        var needed = threshold switch { "all" => rules.Count, "any" => 1, _ => Number(threshold) };
        if (needed < 1 || needed > rules.Count) return "a threshold that is not from 1 to the number of members";
        return TryName(name, new PolicyRule(null, needed, rules)) ? null : "a name that is taken";
    }

    private string? SetQuorum(string name)
    {
        if (_quorum.IsGiven) return "a second quorum";
        PolicyRule? rule = null;
        if (name != None && !_rules.TryGetValue(name, out rule)) return "a quorum that no line before defines";
        _quorum = (rule, true);
        return null;
    }

    private bool TryName(string name, PolicyRule rule) => name != None && _rules.TryAdd(name, rule);

    private static int Number(string digits) =>
        DecimalNumber.TryParse(digits, out var number) && number <= int.MaxValue ? (int)number : 0;

    private static FormatException Malformed(int number, string problem) => new($"Line {number} of the policy: {problem}.");

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException("A policy is read as UTF-8.", exception);
        }
    }
}
