"""Figures to vector SVG, drawn by plotly.js in one headless page that is kept alive.

One thread owns the browser, so calls from any thread wait their turn and never get another
caller's picture. A chart counts as drawn only when plotly says so and its picture has ink.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from importlib.resources import files

from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from data import paths
from data.errors import DrawingError

WIDTH = 590  # px at 96 dpi: the 156 mm of the text area
HALF = 287  # two beside each other, with a gutter
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SECONDS = 30
DRAW = """async ([figure, width, height]) => {
    await document.fonts.ready;
    const place = document.getElementById('place');
    await Plotly.newPlot(place, figure.data, {...figure.layout, width, height, autosize: false},
        {staticPlot: true, showSendToCloud: false, plotlyServerURL: ''});
    const ink = place.querySelectorAll(
        '.cartesianlayer .trace path[d], .cartesianlayer .trace text').length;
    const svg = await Plotly.toImage(place, {format: 'svg', width, height});
    return {ink, svg: decodeURIComponent(svg.replace('data:image/svg+xml,', ''))};
}"""

_owner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")


_begun: dict[tuple[int, int, int], tuple[Future, dict]] = {}
BEGUN_AT_MOST = 64


class _Page:
    """The page of the owning thread; made anew after a crash."""

    playwright: Playwright | None = None
    browser: Browser | None = None
    page: Page | None = None


def warm() -> None:
    """Starts the browser beside other work; if that fails, the first chart tells why."""
    _owner.submit(_page)


def begin(figure: dict, height: int, name: str, width: int = WIDTH) -> None:
    """Draws beside other work; `draw` of the same figure gives the picture. Forgotten when as
    many others are begun and none is asked for."""
    if len(_begun) >= BEGUN_AT_MOST:
        _begun.clear()
    asked = _owner.submit(_draw, figure, height, name, width)
    _begun[id(figure), height, width] = (asked, figure)  # while it is held, its id is its own


def draw(figure: dict, height: int, name: str, width: int = WIDTH) -> str:
    """The figure as SVG text. Raises DrawingError with the chart's name when it does not draw."""
    asked, _ = _begun.pop((id(figure), height, width), (None, None))
    return (asked or _owner.submit(_draw, figure, height, name, width)).result()


def picture(svg: str, name: str, scale: float = 3.0) -> bytes:
    """The SVG as PNG at print resolution, for Word."""
    return _owner.submit(_picture, svg, name, scale).result()


def close() -> None:
    """Ends the browser; the next chart starts another."""
    _owner.submit(_close).result()


def _draw(figure: dict, height: int, name: str, width: int) -> str:
    for attempt in (1, 2):
        try:
            drawn = _page().evaluate(DRAW, [figure, width, height])
            break
        except Error as error:
            _close()
            if attempt == 2:
                why = str(error).splitlines()[0]
                raise DrawingError(
                    f"图“{name}”没有画成（{why}）。请确认本机 Chromium 可以启动后重试。"
                ) from None
    if not drawn["ink"]:
        raise DrawingError(f"图“{name}”是空白的，没有可画的数据。请核对该期间的数据后重试。")
    return drawn["svg"]


def _picture(svg: str, name: str, scale: float) -> bytes:
    page = _page()
    held = page.context.browser.new_page(device_scale_factor=scale)
    try:
        held.set_content(f"<body style='margin:0;background:#fff'>{svg}</body>")
        return held.locator("svg").first.screenshot()
    except Error as error:
        why = str(error).splitlines()[0]
        raise DrawingError(f"图“{name}”不能存为图片（{why}）。请重试。") from None
    finally:
        held.close()


def _page() -> Page:
    if _Page.page is None or not _Page.browser.is_connected():
        _close()
        _open()
    return _Page.page


def _open() -> None:
    found = paths.browser()
    if not found:
        raise DrawingError(
            "画图需要 Chromium，而本机没有。请以管理员身份运行 apt-get install"
            " chromium-headless-shell 后重试。"
        )
    _Page.playwright = sync_playwright().start()
    _Page.browser = _Page.playwright.chromium.launch(executable_path=found, args=list(FLAGS))
    page = _Page.browser.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.route("**/*", lambda route: route.abort())
    page.set_content("<!doctype html><meta charset='utf-8'><div id='place'></div>")
    script = files("plotly") / "package_data" / "plotly.min.js"
    page.add_script_tag(content=script.read_text(encoding="utf-8"))
    _Page.page = page


def _close() -> None:
    for held, end in ((_Page.browser, "close"), (_Page.playwright, "stop")):
        if held is not None:
            try:
                getattr(held, end)()
            except Error:
                continue  # already gone: that is why we are here
    _Page.page = _Page.browser = _Page.playwright = None
