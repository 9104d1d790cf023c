using Ledger.Api.Auth;
using Ledger.Api.Keys;
using Ledger.Domain.Values;
using Ledger.EventStore.Keys;

namespace Ledger.Api.Hosting;

/// <summary>
/// The keys of a ledger that has none: in the demo one of each role, else one administrator's. They are written to a file
/// that only the service's user may read, and nowhere else.
/// </summary>
internal sealed class FirstKeys(KeyStore store, KeyMaker maker, DataFolder data, Database database, LedgerOptions options)
{
    /// <summary>One line a key: role, organisation, key.</summary>
    public const string DemoFile = "demo-keys.txt";

    /// <summary>The key of the first administrator.</summary>
    public const string AdminFile = "first-admin-key.txt";

    /// <summary>Makes them where needed. Returns what the operator should be told.</summary>
    public async Task<IReadOnlyList<string>> EnsureAsync(CancellationToken cancellation)
    {
        var isDemo = options.Demo && database.IsPrivate;
        if (!await store.HasAnyAsync(cancellation))
        {
            if (isDemo) data.WriteText(DemoFile, string.Concat(await MakeDemoAsync(cancellation)));
            else return [$"This ledger had no keys; an administrator's is in {await MakeAdminAsync(cancellation)}"];
        }

        return isDemo && data.ReadText(DemoFile) is { } demo
            ? ["Demo keys (role, organisation, key):", .. demo.TrimEnd().Split('\n').Select(line => "  " + line)]
            : [];
    }

    private async Task<List<string>> MakeDemoAsync(CancellationToken cancellation)
    {
        var lines = new List<string>();
        foreach (var role in RoleCodes.All)
        {
            var code = RoleCodes.CodeOf(role);
            var organisation = new PartyId("demo-" + code);
            var (_, key) = await maker.MakeAsync(organisation, role, "demo " + code, cancellation);
            lines.Add($"{code,-11} {organisation,-16} {key}\n");
        }

        return lines;
    }

    private async Task<string> MakeAdminAsync(CancellationToken cancellation)
    {
        var (_, key) = await maker.MakeAsync(new PartyId("operator"), Roles.Admin, "first administrator", cancellation);
        return data.WriteText(AdminFile, key + "\n");
    }
}
