using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Ledger.Testing.Browser;

/// <summary>One page of the browser, used as a person would: by what is to be seen on it.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly DevTools _tools;
    private readonly string _session;
    private readonly string _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private BrowserPage(DevTools tools, string session, string context)
    {
        (_tools, _session, _context) = (tools, session, context);
        tools.Happened += Hear;
    }

    /// <summary>What the browser complained of: broken policies, scripts that failed, files that are not there.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    internal static async Task<BrowserPage> AttachAsync(DevTools tools, string session, string context)
    {
        var page = new BrowserPage(tools, session, context);
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
        // Events of loading may come late, from the page before: the document itself is asked.
        await EvaluateAsync("window.isLeft = true");
        await act();
        await WaitAsync("!window.isLeft && document.readyState === 'complete'");
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

    /// <summary>Tab, Enter, Escape, End, ArrowDown, Backspace.</summary>
    public async Task PressAsync(string key)
    {
        var code = key switch
        {
            "Backspace" => 8, "Tab" => 9, "Enter" => 13, "Escape" => 27, "End" => 35, "ArrowDown" => 40,
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
        await SendAsync("Input.dispatchKeyEvent", new
        {
            type = "keyDown", key, code = key, windowsVirtualKeyCode = code, text = key == "Enter" ? "\r" : null,
        });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code });
    }

    /// <summary>Strikes the key of each character, wherever the cursor is.</summary>
    public async Task StrikeAsync(string characters)
    {
        foreach (var text in characters.Select(character => character.ToString()))
        {
            await SendAsync("Input.dispatchKeyEvent", new { type = "keyDown", key = text, text });
            await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key = text });
        }
    }

    /// <summary>Puts a file of this machine into a field for files.</summary>
    public async Task ChooseFileAsync(string selector, string file)
    {
        var found = await SendAsync("Runtime.evaluate", new { expression = Find(selector) });
        var objectId = found.GetProperty("result").GetProperty("objectId").GetString();
        await SendAsync("DOM.setFileInputFiles", new { files = new[] { file }, objectId });
    }

    /// <summary>Clicks what leads to a file, and returns where the browser put it once it has all of it.</summary>
    public async Task<string> DownloadAsync(string selector, DirectoryInfo folder)
    {
        await _tools.SendAsync("Browser.setDownloadBehavior", new
        {
            behavior = "allow", browserContextId = _context, downloadPath = folder.FullName,
        });
        var before = Directory.GetFiles(folder.FullName);
        await ClickAsync(selector);
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(BetweenLooks))
        {
            var files = Directory.GetFiles(folder.FullName).Except(before).ToList();
            if (files is [var file] && Path.GetExtension(file) is not (".crdownload" or ".tmp")) return file;
            if (since.Elapsed > Patience)
                throw new TimeoutException($"{selector} led to no file but {string.Join(", ", files)}, on: {await TextAsync()}");
        }
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
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(BetweenLooks))
        {
            if (await IsAsync(expression)) return;
            if (since.Elapsed > Patience) throw new TimeoutException(expression);
        }
    }

    private async Task<bool> IsAsync(string expression)
    {
        try
        {
            return (await EvaluateAsync($"!!({expression})")).GetBoolean();
        }
        catch (InvalidOperationException)
        {
            return false; // between two documents there is none to ask
        }
    }

    /// <summary>The whole page as a PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        (await SendAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true }))
        .GetProperty("data").GetBytesFromBase64();

    /// <summary>A part of the page as a PNG, four dots for each of its own.</summary>
    public async Task<byte[]> PictureAsync(string selector, int at)
    {
        var box = await EvaluateAsync(
            $"(() => {{ const r = document.querySelectorAll({JsonSerializer.Serialize(selector)})[{at}].getBoundingClientRect();"
            + " return [r.x + scrollX, r.y + scrollY, r.width, r.height]; })()");
        var (x, y, width, height) = (box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble());
        var taken = await SendAsync("Page.captureScreenshot", new
        {
            format = "png", captureBeyondViewport = true, clip = new { x, y, width, height, scale = 4 },
        });
        return taken.GetProperty("data").GetBytesFromBase64();
    }

    /// <summary>Rows of a PNG, true where it is dark. Of an empty page, which has no policy.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<bool>>> DarkAsync(byte[] png)
    {
        var rows = await EvaluateAsync(
            $$"""
            (async () => {
              const bytes = Uint8Array.from(atob('{{Convert.ToBase64String(png)}}'), (sign) => sign.charCodeAt(0));
              const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
              const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
              canvas.drawImage(picture, 0, 0);
              const dots = canvas.getImageData(0, 0, picture.width, picture.height).data;
              return Array.from({ length: picture.height }, (_, y) => Array.from({ length: picture.width },
                (_, x) => dots[4 * (y * picture.width + x) + 1] < 128 ? '1' : '0').join(''));
            })()
            """);
        return [.. rows.EnumerateArray().Select(row => row.GetString()!.Select(dot => dot == '1').ToList())];
    }

    public Task<JsonElement> SendAsync(string method, object? parameters = null) => _tools.SendAsync(method, parameters, _session);

    /// <summary>Closes the page and forgets its cookies.</summary>
    public async ValueTask DisposeAsync()
    {
        _tools.Happened -= Hear;
        await _tools.SendAsync("Target.disposeBrowserContext", new { browserContextId = _context });
    }

    private static string Find(string selector) => $"document.querySelector({JsonSerializer.Serialize(selector)})";

    private void Hear(string session, string name, JsonElement parameters)
    {
        if (session != _session) return;
        switch (name)
        {
            case "Log.entryAdded":
                var entry = parameters.GetProperty("entry");
                if (entry.GetProperty("level").GetString() != "error") break;
                _complaints.Enqueue($"{entry.GetProperty("text")} {(entry.TryGetProperty("url", out var url) ? url : "")}".TrimEnd());
                break;
            case "Runtime.exceptionThrown":
                _complaints.Enqueue(parameters.GetProperty("exceptionDetails").ToString());
                break;
        }
    }
}
