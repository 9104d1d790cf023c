using System.Runtime.CompilerServices;
using Xunit;

namespace Ledger.Testing;

/// <summary>Texts a person has read and approved: Source.Test.approved.ext beside the test's source file.</summary>
public static class Approved
{
    /// <summary>Fails unless this is the approved text, and then writes it to *.received.* beside the source.</summary>
    public static void Matches(
        string received, string extension = "txt",
        [CallerFilePath] string source = "", [CallerMemberName] string test = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(source)!, $"{Path.GetFileNameWithoutExtension(source)}.{test}");
        var approvedFile = $"{stem}.approved.{extension}";
        var receivedFile = $"{stem}.received.{extension}";
        var text = received.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : null;
        if (approved == text)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, text);
        Assert.Fail($"""
            {(approved is null ? "Nothing is approved yet." : FirstDifference(approved, text))}
            To accept: mv '{receivedFile}' '{approvedFile}'
            """);
    }

    private static string FirstDifference(string approved, string received)
    {
        string[] wanted = approved.Split('\n'), got = received.Split('\n');
        var line = wanted.Zip(got).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"""
            Line {line + 1} differs.
            approved: {wanted.ElementAtOrDefault(line)}
            received: {got.ElementAtOrDefault(line)}
            """;
    }
}
