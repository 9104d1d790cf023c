using Ledger.Testing;
using Xunit.Sdk;

namespace Ledger.EventStore.Tests.PrivatePostgres;

public sealed class ApprovedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private string Source => Path.Combine(_folder, "Source.cs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_text_is_refused_until_it_was_accepted_and_whenever_it_changes()
    {
        var received = Path.Combine(_folder, "Source.Test.received.txt");
        var approved = Path.Combine(_folder, "Source.Test.approved.txt");

        Assert.Throws<FailException>(() => Approved.Matches("one\ntwo", "txt", Source, "Test"));
        File.Move(received, approved);
        Approved.Matches("one\r\ntwo\n", "txt", Source, "Test");

        var changed = Assert.Throws<FailException>(() => Approved.Matches("one\nthree", "txt", Source, "Test"));
        Assert.Contains("Line 2 differs", changed.Message, StringComparison.Ordinal);
        Assert.Contains($"mv '{received}' '{approved}'", changed.Message, StringComparison.Ordinal);

        Approved.Matches("one\ntwo", "txt", Source, "Test");
        Assert.False(File.Exists(received));
    }
}
