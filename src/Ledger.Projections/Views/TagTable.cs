using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Projections.Views;

/// <summary>Tags by identity and by bare number.</summary>
internal static class TagTable
{
    private static readonly ViewTable<TagView> Tags = new(
        "tag", ["tag"],
        new ViewColumn<TagView, string>("tag", tag => tag.Tag.ToString()),
        new ViewColumn<TagView, string>("number", tag => tag.Tag.Number),
        new ViewColumn<TagView, string>("status", tag => Code<TagStatus>.Name(tag.Status)),
        new ViewColumn<TagView, string>("body", tag => JsonSerializer.Serialize(tag, ViewJson.Plain.TagView)));

    public static void Write(ViewBatch batch, IReadOnlyDictionary<TagId, TagFacts> facts)
    {
        var rows = facts.Values.Select(TagView.Of).OfType<TagView>().ToList();
        Tags.Delete(batch, [.. facts.Keys.Except(rows.Select(row => row.Tag)).Select(tag => tag.ToString())]);
        Tags.Upsert(batch, rows);
    }
}
