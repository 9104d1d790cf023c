using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Api.Reading;
using Microsoft.AspNetCore.Http;

namespace Ledger.Api.Tests.Pages;

/// <summary>What of an address goes on to another one.</summary>
public sealed class AddressTests
{
    [Fact]
    public void What_is_given_several_times_goes_on_several_times()
    {
        var context = new DefaultHttpContext();
        (context.Request.Path, context.Request.QueryString) = ("/v1/things", new("?open=a%3A1&open=b&cursor=7&after=3"));

        Assert.Equal("/v1/things?open=a%3A1&open=b&after=3&cursor=8", Answers.NextLink(context, "8"));
        Assert.Equal("/v1/things?open=a%3A1&open=b&cursor=7&after=9", Answers.NextLink(context, "9", "after"));
        Assert.Equal("/things?open=a%3A1&open=b", Address.With("/things", Paging.Others(context, "cursor", "after")));
    }

    [Fact]
    public void A_query_is_begun_or_continued_and_holds_what_has_a_value()
    {
        Assert.Equal("/a", Address.With("/a", new KeyValuePair<string, string?>("b", null)));
        Assert.Equal("/a?b=%26", Address.With("/a", new("b", "&"), new("c", null)));
        Assert.Equal("/a?b=1&b=2", Address.With("/a?b=1", new KeyValuePair<string, string?>("b", "2")));
    }
}
