using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Ledger.Testing.Browser;

/// <summary>One page of the browser, used as a person would: by what is to be seen on it.</summary>
public sealed class BrowserPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DevTools _tools;
    private readonly string _session;
    private readonly ConcurrentQueue<string> _complaints = [];
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BrowserPage(DevTools tools, string session)
    {
        (_tools, _session) = (tools, session);
        tools.Happened += (from, name, parameters) =>
        {
            if (from == session) Take(name, parameters);
        };
    }

    /// <summary>What the browser complained of: broken policies, scripts that failed, files that are not there.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<BrowserPage> AttachAsync(DevTools tools, string session)
    {
        var page = new BrowserPage(tools, session);
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"]) await page.SendAsync(domain + ".enable");
        return page;
    }

    /// <summary>The width of the window, its colours, and whether scripts run.</summary>
    public async Task AppearAsync(int width = 1280, bool isDark = false, bool hasScript = true, string media = "screen")
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height = 800, deviceScaleFactor = 1, mobile = width < 600 });
        await SendAsync("Emulation.setEmulatedMedia", new
        {
            media, features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } },
        });
        await SendAsync("Emulation.setScriptExecutionDisabled", new { value = !hasScript });
    }

    public Task GoAsync(Uri address) => LoadingAsync(() => SendAsync("Page.navigate", new { url = address.ToString() }));

    /// <summary>Does what leads to another page, and waits until that has loaded.</summary>
    public async Task LoadingAsync(Func<Task> act)
    {
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await act();
        await _loaded.Task.WaitAsync(Patience);
    }

    /// <summary>Clicks with the mouse in the middle of what a selector finds.</summary>
    public async Task ClickAsync(string selector)
    {
        var at = await EvaluateAsync(
            $"(() => {{ const e = {Find(selector)}; e.scrollIntoView({{ block: 'center' }}); const r = e.getClientRects()[0];"
            + " return [r.left + r.width / 2, r.top + r.height / 2]; })()");
        var (x, y) = (at[0].GetDouble(), at[1].GetDouble());
        foreach (var type in (string[])["mousePressed", "mouseReleased"])
            await SendAsync("Input.dispatchMouseEvent", new { type, x, y, button = "left", clickCount = 1 });
    }

    /// <summary>Puts the cursor into a field, as a click does, and types over what is there.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await EvaluateAsync($"(() => {{ const e = {Find(selector)}; e.focus(); e.select?.(); return true; }})()");
        await SendAsync("Input.insertText", new { text });
    }

    /// <summary>Tab, Enter, Escape.</summary>
    public async Task PressAsync(string key)
    {
        var code = key switch { "Tab" => 9, "Enter" => 13, "Escape" => 27, _ => throw new ArgumentOutOfRangeException(nameof(key)) };
        await SendAsync("Input.dispatchKeyEvent", new
        {
            type = "keyDown", key, code = key, windowsVirtualKeyCode = code, text = key == "Enter" ? "\r" : null,
        });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code });
    }

    /// <summary>The visible text of what a selector finds.</summary>
    public async Task<string> TextAsync(string selector = "body") => (await EvaluateAsync($"{Find(selector)}.innerText")).GetString()!;

    /// <summary>The value of an expression. It runs whether or not the page may run scripts.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        if (answer.TryGetProperty("exceptionDetails", out var failed)) throw new InvalidOperationException($"{expression}: {failed}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Runs a script in every page before its own.</summary>
    public Task PrepareAsync(string script) => SendAsync("Page.addScriptToEvaluateOnNewDocument", new { source = script });

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitAsync(string expression)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if ((await EvaluateAsync($"!!({expression})")).GetBoolean()) return;
            if (since.Elapsed > Patience) throw new TimeoutException(expression);
        }
    }

    /// <summary>The whole page as a PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        (await SendAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true }))
        .GetProperty("data").GetBytesFromBase64();

    public Task<JsonElement> SendAsync(string method, object? parameters = null) => _tools.SendAsync(method, parameters, _session);

    private static string Find(string selector) => $"document.querySelector({JsonSerializer.Serialize(selector)})";

    private void Take(string name, JsonElement parameters)
    {
        switch (name)
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Log.entryAdded":
                var entry = parameters.GetProperty("entry");
                if (entry.GetProperty("level").GetString() == "error") _complaints.Enqueue(entry.GetProperty("text").GetString()!);
                break;
            case "Runtime.exceptionThrown":
                _complaints.Enqueue(parameters.GetProperty("exceptionDetails").ToString());
                break;
        }
    }
}
