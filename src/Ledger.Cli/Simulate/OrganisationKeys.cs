using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Http;
using Ledger.Simulation;

namespace Ledger.Cli.Simulate;

/// <summary>
/// A key for each organisation: what is posted is recorded by the key's organisation, so one key cannot post for two. From a
/// file, <c>{"demo-trader-01": "ledger_..."}</c>, and, with an administrator's key, made where there is none.
/// </summary>
internal sealed class OrganisationKeys(HttpClient http, string? adminKey, FileInfo? file)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The key of every participant, by organisation.</summary>
    /// <exception cref="CliException">One has none and none can be made.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ForAsync(IReadOnlyList<Participant> participants, CancellationToken cancellation)
    {
        var keys = Read();
        foreach (var participant in participants)
        {
            if (keys.ContainsKey(participant.Id.Value)) continue;
            keys[participant.Id.Value] = await MakeAsync(participant, cancellation);
            await SaveAsync(keys, cancellation); // at once: nobody can read a key later
        }

        return keys;
    }

    private SortedDictionary<string, string> Read()
    {
        var keys = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (file is null || (!file.Exists && adminKey is not null)) return keys;
        try
        {
            using var stream = file.OpenRead();
            foreach (var (organisation, key) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [])
                keys.Add(organisation, key);
            return keys;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException($"cannot read keys from {file.FullName}: {failure.Message}", failure);
        }
    }

    private async Task<string> MakeAsync(Participant participant, CancellationToken cancellation)
    {
        if (adminKey is null) throw new CliException($"there is no key for {participant.Id}; with --key, an administrator's, one is made");
        var answer = await Attempts.SendAsync(http, () => Request(participant), cancellation);
        var body = JsonNode.Parse(answer.Body)?["key"]?.GetValue<string>();
        return body ?? throw new CliException($"the ledger made no key for {participant.Id}: {answer.Body}");
    }

    private HttpRequestMessage Request(Participant participant) => new(HttpMethod.Post, "v1/keys")
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", adminKey) },
        Content = JsonContent.Create(new JsonObject
        {
            ["organisation"] = participant.Id.Value,
            ["roles"] = new JsonArray([.. participant.Roles.Select(role => (JsonNode)role)]),
            ["name"] = participant.Name,
        }),
    };

    private async Task SaveAsync(SortedDictionary<string, string> keys, CancellationToken cancellation)
    {
        if (file is null) return;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file.FullName, options);
        await JsonSerializer.SerializeAsync(stream, keys, Indented, cancellation);
    }
}
