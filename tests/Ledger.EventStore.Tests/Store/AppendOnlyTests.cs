using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Ledger.Testing.Histories;
using Npgsql;

namespace Ledger.EventStore.Tests.Store;

public sealed class AppendOnlyTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    public static TheoryData<string> Changes { get; } =
    [
        "UPDATE event SET type = 'other'",
        "DELETE FROM event",
        "TRUNCATE event",
        "UPDATE custody_event SET organisation = 'other'",
        "DELETE FROM custody_event",
        "TRUNCATE custody_event",
        "DELETE FROM head",
        "TRUNCATE head",
        "DELETE FROM ledger_head",
        "TRUNCATE ledger_head",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_service_has_no_right_to_change_what_is_stored(string change) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(ClusterRoles.App, change));

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Triggers_stop_the_owners_mistakes_too(string change) =>
        Assert.Equal("LG002", await RefusalAsync(ClusterRoles.Owner, change));

    [Theory]
    [InlineData("SELECT * FROM event")]
    [InlineData("SELECT * FROM sealed")]
    [InlineData("SELECT * FROM custody_event")]
    [InlineData("SELECT append_events(0,now(),'{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}')")]
    public async Task A_consumer_sees_the_window_only(string statement) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(ClusterRoles.Consumer, statement));

    private async Task<string> RefusalAsync(string role, string statement)
    {
        await using (var appSource = database.DataSource())
        await using (var store = StoreDatabase.Store(appSource))
            await store.AppendAsync(new(History.Unit(Guid.NewGuid(), "kept", "lot:p:1")), _ct);

        await using var source = database.DataSource(role);
        await using var command = source.CreateCommand(statement);
        return (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(_ct))).SqlState;
    }
}
