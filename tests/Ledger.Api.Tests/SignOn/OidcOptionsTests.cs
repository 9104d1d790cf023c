using Ledger.Api.Auth;
using Ledger.Domain.Values;

namespace Ledger.Api.Tests.SignOn;

/// <summary>What an operator may write, and what is said where it is wrong.</summary>
public sealed class OidcOptionsTests
{
    private static readonly string[] Right =
    [
        "--Ledger:Oidc:Issuer", "https://provider.example", "--Ledger:Oidc:ClientId", "ledger", "--Ledger:Oidc:OrganisationClaim",
        "tenant", "--Ledger:Oidc:RolesClaim", "groups", "--Ledger:Oidc:Roles:buyers", "trader",
        "--Ledger:Oidc:Organisations:acme", "acme-trading",
    ];

    [Fact]
    public void Off_is_what_it_is_without_an_issuer_and_the_least_is_enough()
    {
        Assert.Null(LedgerOptions.Read([]).Oidc);
        Assert.Null(LedgerOptions.Read([.. Right, "--Ledger:Oidc:Issuer", ""]).Oidc);
        var least = LedgerOptions.Read([.. Right, "--Ledger:Oidc:Audience", "", "--Ledger:Oidc:ClientSecret", ""]).Oidc!;
        Assert.Equal(("provider.example", "openid", null, null), (least.Name, least.Scope, least.Audience, least.ClientSecret));
        Assert.Equal((Roles.Trader, new PartyId("acme-trading")), (least.Roles["buyers"], least.Organisations["acme"]));
    }

    [Fact]
    public void What_a_provider_says_may_have_colons_in_it_and_small_and_capital_letters()
    {
        string[] more =
        [
            "--Ledger:Oidc:Roles:urn:acme:Group:Plant", "processor", "--Ledger:Oidc:Organisations:https://acme.example/", "acme",
        ];
        var read = LedgerOptions.Read([.. Right, .. more]).Oidc!;
        Assert.Equal(["buyers", "urn:acme:Group:Plant"], read.Roles.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["acme", "https://acme.example/"], read.Organisations.Keys.Order(StringComparer.Ordinal));
        Assert.False(read.Roles.ContainsKey("Buyers"));
    }

    [Theory]
    [InlineData("Issuer", "http://provider.example", "https")]
    [InlineData("Issuer", "provider.example", "https")]
    [InlineData("Issuer", "https://provider.example/?tenant=acme", "https")]
    [InlineData("ClientId", "", "Ledger:Oidc:ClientId")]
    [InlineData("OrganisationClaim", "", "Ledger:Oidc:OrganisationClaim")]
    [InlineData("RolesClaim", "", "Ledger:Oidc:RolesClaim")]
    [InlineData("Scope", "profile", "Ledger:Oidc:Scope")]
    [InlineData("Audience", "ledger", "Ledger:Oidc:Audience")]
    [InlineData("Roles:buyers", "king", "Ledger:Oidc:Roles:buyers")]
    [InlineData("Roles:buyers", "none", "Ledger:Oidc:Roles:buyers")]
    [InlineData("Roles:buyers", "", "Ledger:Oidc:Roles:buyers")]
    [InlineData("Organisations:acme", "a b", "Ledger:Oidc:Organisations:acme")]
    public void A_configuration_that_is_wrong_is_named(string setting, string value, string named)
    {
        var wrong = Assert.Throws<FormatException>(() => LedgerOptions.Read([.. Right, $"--Ledger:Oidc:{setting}", value]));
        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_missing_is_named()
    {
        var roles = Assert.Throws<FormatException>(() => LedgerOptions.Read([.. Right[..8], .. Right[10..]]));
        var organisations = Assert.Throws<FormatException>(() => LedgerOptions.Read(Right[..10]));
        Assert.Contains("Ledger:Oidc:Roles is missing", roles.Message, StringComparison.Ordinal);
        Assert.Contains("Ledger:Oidc:Organisations is missing", organisations.Message, StringComparison.Ordinal);
    }
}
