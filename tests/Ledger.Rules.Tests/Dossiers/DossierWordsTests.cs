using Ledger.Rules.Dossiers;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Tests.Dossiers;

public sealed class DossierWordsTests
{
    [Fact]
    public void Every_rule_has_words_in_both_languages() =>
        Assert.All(RuleBook.Ids, rule => Assert.True(DossierWords.Has(rule), rule));
}
