using Ledger.Api.Auth;

namespace Ledger.Api.Pages.House;

/// <summary>In whose name a page asks the API: by a key, or as somebody the identity provider vouched for.</summary>
/// <param name="Key">Null for who came from the provider.</param>
/// <param name="Caller">Null for who has a key: whom that speaks for, the API finds out.</param>
internal sealed record Credential(string? Key, Caller? Caller);
