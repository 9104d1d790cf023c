using System.CommandLine;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Verify;

/// <summary>
/// <c>ledger verify</c>: checks a dossier offline. Exit codes: 0 verified, 1 something is not as stated, 2 no dossier, or no key.
/// </summary>
internal static class VerifyCommand
{
    private const int Verified = 0;
    private const int Mismatch = 1;
    public const int Unusable = 2;

    private static readonly Argument<FileInfo> Dossier = new("dossier") { Description = "The zip." };

    private static readonly Option<string[]> Key = new("--key")
    {
        Description = "The ledger's vkey, from a source you trust. Again for more keys.", Required = true,
    };

    private static readonly Option<FileInfo?> Policy = new("--witness-policy")
    {
        Description = "A file (C2SP tlog-policy) that says which witnesses must have cosigned.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "The report as JSON." };

    public static Command Create()
    {
        var command = new Command("verify", "Verifies a dossier offline: proofs, completeness, genealogy, findings, provenance.")
        {
            Dossier, Key, Policy, Json,
        };
        command.SetAction(parsed =>
        {
            try
            {
                using var zip = parsed.GetRequiredValue(Dossier).OpenRead();
                var policy = parsed.GetValue(Policy) is { } file ? WitnessPolicy.Parse(File.ReadAllBytes(file.FullName)) : null;
                var report = DossierVerifier.Verify(zip, [.. parsed.GetRequiredValue(Key).Select(ReadKey)], policy);
                Console.Write(parsed.GetValue(Json) ? report.ToJson() + '\n' : report.ToString());
                return report.Verified ? Verified : Mismatch;
            }
            catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"ledger: {exception.Message}");
                return Unusable;
            }
        });
        return command;
    }

    /// <exception cref="FormatException">Not the vkey of a log.</exception>
    public static NoteVerifier ReadKey(string vkey) => NoteVerifier.TryParse(vkey, out var key) && key.IsLogKey ? key
        : throw new FormatException($"'{vkey}' is not the vkey of a log.");
}
