using System.Text;
using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.Transparency.Tests.Leaves;

public sealed class LeafReaderTests
{
    private static readonly LeafPrefix Prefix = LeafPrefix.Create(
        """{"netKg":25.5,"lot":"L1"}"""u8, "{}"u8, new Guid("0f3b1c5e-8a44-5d1b-9a3e-2b7c6d5e4f3a"));

    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    [Theory]
    [InlineData("{\"data\":{", "{\"data\": {")]
    [InlineData("{\"data\":{", "{\"date\":{")]
    [InlineData("\"headers\":{}", "\"headers\":[]")]
    [InlineData("\"id\":\"0f3b", "\"id\":\"0F3b")]
    [InlineData("\"id\":\"0f3b", "\"id\":\"f3b")]
    [InlineData("\"prev\":null", "\"prev\":\"\"")]
    [InlineData("\"prev\":null,", "")]
    [InlineData("\"prev\":null,", "\"prev\":null,\"prev\":null,")]
    [InlineData("000012Z", "00001Z")]
    [InlineData("000012Z", "000012+")]
    [InlineData("2026-03-01", "2026-02-30")]
    [InlineData("\"seq\":7", "\"seq\":7e0")]
    [InlineData("\"seq\":7", "\"seq\":0")]
    [InlineData("\"seq\":7", "\"seq\":1000000000000000")]
    [InlineData("\"lot:L1\"", "\"\\ud800\"")]
    [InlineData("\"version\":1}", "\"version\":2}")]
    [InlineData("\"version\":1}", "\"version\":1 }")]
    [InlineData("\"version\":1}", "\"version\":1,\"x\":1}")]
    [InlineData("\"version\":1}", "\"version\":1}}")]
    [InlineData("\"version\":1}", "\"version\":1")]
    public void Bytes_that_no_leaf_can_have_are_refused(string part, string damaged)
    {
        var leaf = Leaf.Complete(Prefix, null, Noon.PlusTicks(120), 7, "lot:L1", "lot_weighed", 1);
        var text = Encoding.UTF8.GetString(leaf.Bytes);
        Assert.Contains(part, text, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text.Replace(part, damaged, StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => Leaf.Parse(bytes));
    }

    [Fact]
    public void Damaged_leaves_are_read_or_refused_and_never_anything_else()
    {
        var random = Seeded.Random();
        var leaf = Leaf.Complete(Prefix, LeafHash.Of("before"u8), Noon, 7, "lot:L1", "lot_weighed", 2);
        for (var run = 0; run < 20_000; run++)
        {
            var bytes = leaf.Bytes[..random.Next(leaf.Bytes.Length / 2, leaf.Bytes.Length + 1)];
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            try
            {
                var content = Leaf.Parse(bytes);
                Assert.InRange(content.Seq, 1, Leaf.MaxSeq);
            }
            catch (FormatException)
            {
                // the documented answer
            }
        }
    }
}
