using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Ledger.Api.Pages.House;

/// <summary>Makes a page of components: once, on the server, with no script and no circuit behind it.</summary>
internal sealed class Drawing(ILoggerFactory logs)
{
    // Accents and signs need no escapes in UTF-8: what is cut from every page of a weak link.
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public async Task<string> DrawAsync<TView, TModel>(Frame frame, TModel model, IServiceProvider services)
        where TView : View<TModel>
        where TModel : notnull
    {
        await using var renderer = new HtmlRenderer(services, logs);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(Document.Frame)] = frame,
            [nameof(Document.Content)] = (RenderFragment)(builder =>
            {
                builder.OpenComponent<TView>(0);
                builder.AddComponentParameter(1, nameof(View<TModel>.Model), model);
                builder.CloseComponent();
            }),
        });
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<Document>(parameters)).ToHtmlString());
    }
}
