"""The playground in a real Chromium: any formula, by Python in the browser, from static files."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from functools import partial
from operator import eq

import pytest

import backprop_viz as bv
import needs
from backprop_viz.tell.link import Link, packed, read_link
from firefox import find_firefox, firefox
from lab import PATIENCE, choose, painted, until, violations
from site_here import Visit, served, shared

LONG = "\n".join(f"a{i} = sin(x{i}) + {i}" for i in range(20)) + "\nf = a0*a19"
FIELD = ".bpv-source textarea:visible"
BLOCKS = "neuron(w, x) = sigmoid(w*x)\nneuron(w, neuron(v, x))"


SHARED = Link("p = tanh(u*x); f = p**2", {"u": "0.5", "x": "3"}, ("u",), 3, "en")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with served(shared(tmp_path_factory, "play")) as address:
        yield address


@pytest.fixture(scope="module")
def visit(chromium, site):
    """One profile, whose Python goes on from test to test."""
    made = Visit(chromium, site)
    made.page.goto(f"{site}/play/#{SHARED}")
    yield made
    assert made.faults == []


def drawn(visit, text):
    """Wait until a text stands in the picture."""
    visit.page.locator(".bpv-svg text", has_text=text).first.wait_for(state="attached")
    painted(visit.page)


def says(visit, selector, text):
    """Wait until this is the text there: what Python reads arrives part by part."""
    until(visit.page, lambda: visit.text(selector), partial(eq, text))


def typed(visit, text):
    until(visit.page, visit.page.locator(FIELD).input_value, partial(eq, text))


def go(visit, tail):
    visit.page.evaluate("tail => { location.hash = tail; }", tail)


def refused(visit, words):
    return until(visit.page, lambda: visit.text(".bpv-refused"), lambda said: words in said)


ICON = "<link rel=icon href=data:,>"


def test_examples_are_live_without_python(chromium, site, tmp_path):
    """Nor is a service worker needed; so they are in a page of another origin, too."""
    visit = Visit(chromium, site, service_workers="block")
    visit.context.route("**/pyodide.js", lambda route: route.abort())
    page = visit.page
    page.goto(f"{site}/play/")
    drawn(visit, "y′")
    until(page, lambda: visit.text(".bpv-status"), lambda said: "could not be loaded" in said)
    page.locator(".bpv-examples").select_option(label="A node used twice")
    drawn(visit, "sin")
    typed(visit, "u = x**2; f = u*y + sin(u)")
    page.locator(".bpv").press("End")
    walk = bv.graph("u = x**2; f = u*y + sin(u)").walk(x=1.5, y=-2)
    says(visit, ".bpv-spoken", walk.steps[-1].sentence())

    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(page, "copy", "copy_embed")
    line = until(page, lambda: page.evaluate("navigator.clipboard.readText()"), bool)
    host = tmp_path / "host.html"
    host.write_text(f"<!doctype html>{ICON}<body data-theme=dark>{line}", "utf-8")
    with served(tmp_path) as other:
        page.goto(f"{other}/host.html")
        frame = page.frame_locator("iframe")
        frame.locator(".bpv-svg text", has_text="sin").first.wait_for(state="attached")
        until(page, lambda: frame.locator("body").get_attribute("data-theme"), partial(eq, "dark"))
        high = "element => Math.ceil(element.getBoundingClientRect().height)"
        inner, outer = frame.locator("#backprop-viz"), page.locator("iframe")
        until(page, lambda: outer.evaluate(high) - inner.evaluate(high), partial(eq, 0))
    assert visit.faults.pop(visit.faults.index(f"request: {other}/host.html"))
    assert all("pyodide.js" in fault or "ERR_FAILED" in fault for fault in visit.faults)
    visit.context.close()


def test_a_formula_is_typed_stepped_and_its_blocks_are_opened(visit):
    page = visit.page
    field = page.locator(FIELD)
    drawn(visit, "tanh")  # of the address, in a fresh profile
    walk = bv.graph(SHARED.text, parameters="u").walk(u=0.5, x=3)
    says(visit, ".bpv-spoken", walk.steps[3].sentence("en"))
    field.fill(BLOCKS)
    drawn(visit, "neuron")  # a block, which opens here as well
    page.locator('.bpv-svg [aria-expanded="false"]').first.press("Enter")
    drawn(visit, "σ")
    good = page.locator(".bpv-svg").first.inner_html()
    field.fill(f"{BLOCKS} +* 2")
    assert "unexpected `*` (line 2" in refused(visit, "\n")
    assert page.locator(".bpv-svg").first.inner_html() == good  # the last good one is kept
    field.fill(f"{BLOCKS} + 2")  # and what was open stays open
    drawn(visit, "2")
    drawn(visit, "σ")
    until(page, lambda: read_link(page.url).opened, bool)
    assert len(read_link(page.url).opened) == 1


def test_what_a_block_opens_is_in_the_address(visit):
    names = ["neuron_2", "gone", "neuron_2.<b>", "." * 200]
    go(visit, f"#{Link(BLOCKS, {}, (), 2, 'en', tuple(names))}")
    drawn(visit, "σ")
    until(visit.page, lambda: read_link(visit.page.url).opened, partial(eq, ("neuron_2",)))
    walk = bv.graph(BLOCKS).walk(w=1, x=1, v=1).opened("neuron_2")
    for name, attribute, number in (
        (".bpv", "data-step", 2),
        (".bpv-scrubber", "max", len(walk.steps) - 1),
    ):
        visit.page.locator(f"{name}[{attribute}='{number}']").wait_for()
    go(visit, f"#{Link(BLOCKS, {}, (), 0, 'en', ())}")
    until(visit.page, lambda: visit.page.locator('[aria-expanded="true"]').count(), partial(eq, 0))


def test_what_is_shared_is_whole_in_a_fresh_profile(chromium, visit, site):
    page = visit.page
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(visit, f"#{Link(BLOCKS, {}, (), 4, 'en', ('neuron_2',))}")
    drawn(visit, "σ")
    until(page, lambda: page.locator(".bpv").get_attribute("data-step"), partial(eq, "4"))
    before = page.url
    page.locator("input[type=range]:not(.bpv-scrubber)").first.press("ArrowRight")
    until(page, lambda: page.url, lambda url: url != before)
    choose(page, "copy", "copy_link")
    shared = until(page, lambda: page.evaluate("navigator.clipboard.readText()"), bool)
    assert read_link(shared).opened == ("neuron_2",)
    other = Visit(chromium, site)
    other.page.goto(shared)
    drawn(other, "σ")
    for told in (".bpv-spoken", ".bpv-svg"):
        until(other.page, lambda: other.text(told), partial(eq, visit.text(told)))  # noqa: B023
    assert other.faults == []
    other.context.close()


def test_a_long_program_goes_through_its_address(visit):
    page = visit.page
    go(visit, f"#f={packed(LONG)}&lang=en")
    drawn(visit, "a₁")
    typed(visit, LONG)
    page.locator(FIELD).fill(f"{LONG} + 1")
    until(page, lambda: read_link(page.url).text, partial(eq, f"{LONG} + 1"))
    assert "f=%7E" in page.url or "f=~" in page.url


def test_an_address_is_presented(chromium, site):
    """What is typed on, when Python has read it; what is wrong is shown where it is typed."""
    visit = Visit(chromium, site)
    for tail in ("#slides=&lang=en", "#f=x*y*2&slides=&lang=en"):
        visit.page.goto("about:blank")
        visit.page.goto(f"{site}/play/{tail}")
        visit.page.locator("body.bpv-presenting").wait_for()
        says(visit, ".bpv-status", "")
    drawn(visit, "y")
    visit.page.goto("about:blank")
    visit.page.goto(f"{site}/play/#f=x*&slides=&lang=en")
    refused(visit, "ends too early")
    assert visit.page.locator("body.bpv-presenting").count() == 0
    assert visit.faults == []
    visit.context.close()


HOSTILE = (
    "#f=<img src=x onerror=alert(1)>",
    "#f=~AAAA&x=<script>alert(1)</script>",
    "#f=x*y&x=javascript:alert(1)&constructor=1&__proto__=2&lang=__proto__&step=-1e99&open=<b>,..",
    "#f=__import__('os').system('id')&p=<b>",
    "#f=%ff%fe&open=%00",
    f"#f={packed('1+' * 1_000_000)}",
    f"#f={'(' * 200_000}",
)


def test_hostile_addresses_are_shown_and_never_run(visit):
    page = visit.page
    for tail in HOSTILE:
        go(visit, "#f=x*x&lang=en")
        drawn(visit, "×")
        go(visit, tail)
        if "x*y" in tail:
            drawn(visit, "y")
        else:
            until(page, lambda: page.locator("main").is_hidden())
            until(page, lambda: visit.text(".bpv-refused"))
            assert page.locator("main").is_hidden()
        assert page.locator("img, script:not([type]):not([src]), b").count() == 0


FUNCTION = "def f(x, w):\n    h = np.tanh(x * w)\n    return h**2"


def test_a_function_of_numpy_is_typed(visit):
    page = visit.page
    page.get_by_role("tab", name="NumPy function").click()
    drawn(visit, "@")  # one to start from
    page.locator(FIELD).fill(FUNCTION)
    drawn(visit, "tanh")
    page.locator(FIELD).fill(FUNCTION.replace("tanh", "fft.fft"))
    refused(visit, "(line 2, column 9)")
    page.locator(FIELD).fill(FUNCTION.replace("return", "return ("))
    refused(visit, "(line 3")
    drawn(visit, "tanh")  # the last good one
    page.locator(FIELD).fill(f"{FUNCTION} + w")
    until(page, lambda: read_link(page.url).text, partial(eq, f"{FUNCTION} + w"))
    assert read_link(page.url).in_python
    says(visit, ".bpv-refused", "")
    assert violations(page) == []


def test_a_function_of_an_address_is_not_run_before_its_reader_says_so(visit):
    page = visit.page
    text = "def f(x):\n    import js\n    js.postMessage(1)\n    return x**2"
    go(visit, f"#py={text.replace(chr(10), '%0A')}&x=3&lang=en")
    refused(visit, "came with the address")
    page.locator(FIELD).fill(text.replace("x**2", "x**3"))  # nor then
    page.wait_for_timeout(300)
    assert page.locator("main").is_hidden()
    page.get_by_role("button", name="Run it").click()
    drawn(visit, "³")
    until(page, page.get_by_role("button", name="Run it").is_hidden)


def test_numbers_are_typed_as_lines(visit):
    page = visit.page
    go(visit, "#f=w*x&w=2&x=3&lang=en")
    drawn(visit, "×")
    page.get_by_role("tab", name="Numbers").click()
    field = page.locator(FIELD)
    typed(visit, "w = 2\nx = 3")
    field.fill("w = pi/2\nx = -1.5")
    until(page, lambda: read_link(page.url).inputs["x"], partial(eq, "-1.5"))
    field.fill("w = 2\nq = 3")
    assert refused(visit, "\n").splitlines() == [
        "there is no input q (line 2)",
        "    q = 3",
        "    ^",
    ]
    field.fill("w = 2\nx = 3 apples")
    assert refused(visit, "no finite number").splitlines()[-1] == " " * 8 + "^"
    field.fill("w = [1, 2]\nx = [3, 4]")
    until(page, lambda: read_link(page.url).inputs["x"], partial(eq, "[3, 4]"))


def test_what_a_program_states_is_what_it_states(visit):
    page = visit.page
    go(visit, "#f=softmax(W@x)&lang=en")
    drawn(visit, "softmax")
    typed(visit, "softmax(W@x)")
    field = page.locator(FIELD)
    field.fill("x = [1, 2, 3]\nsum(x**2)")
    until(page, lambda: read_link(page.url).inputs.get("x"), partial(eq, "[1, 2, 3]"))
    field.fill("x = [1, 2, 4]\nsum(x**2)")
    until(page, lambda: read_link(page.url).inputs.get("x"), partial(eq, "[1, 2, 4]"))
    page.get_by_role("tab", name="Numbers").click()
    field.fill("x = [7, 2, 4]")
    until(page, lambda: read_link(page.url).inputs.get("x"), partial(eq, "[7, 2, 4]"))
    page.get_by_role("tab", name="Formula").click()
    field.fill("x = [1, 2, 4]\nsum(x**3)")  # it is moved, and stays where it is
    drawn(visit, "³")
    assert read_link(page.url).inputs["x"] == "[7, 2, 4]"


def test_firefox_has_it_as_well(site):
    program = find_firefox()
    if program is None:
        needs.missing("no Firefox here (apt-get install firefox-esr)")
    look = "return document.querySelector('main:not([hidden]) .bpv-svg')?.textContent ?? ''"
    with firefox(program) as fox:
        fox.open(f"{site}/play/#{Link('tanh(q)*w', {'q': '0.5'}, ('w',), 4, 'ja')}")
        end = time.monotonic() + PATIENCE
        while "tanh" not in (drawn := fox.run(look)):
            assert time.monotonic() < end, drawn
            time.sleep(0.2)
        spoken = fox.run("return document.querySelector('.bpv-spoken').textContent")
        assert fox.run("return Boolean(navigator.serviceWorker.controller)")
    walk = bv.graph("tanh(q)*w", parameters="w").walk(q=0.5, w=2)
    assert spoken == walk.steps[4].sentence("ja")


def saved(page, kind):
    """What was typed, as a file of this kind."""
    with page.expect_download() as download:
        page.locator(".bpv-save").select_option(kind)
    assert download.value.suggested_filename == ("walk.zip" if kind == "md" else f"walk.{kind}")
    return download.value.path().read_bytes()


def test_it_is_kept_without_a_network_on_a_phone(visit, site):
    """The last one: it stops the site."""
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 740})
    go(visit, f"#{Link('sum(sigmoid(W@x))', {'x': '[0.5, 2]'}, ('W',), 0, 'en')}")
    drawn(visit, "@")
    says(visit, ".bpv-refused", "")
    page.locator(".bpv").press("End")
    until(page, lambda: page.url, lambda url: "step=8" in url and "0.5" in url)
    link = read_link(page.url)
    assert (link.text, link.inputs["x"]) == ("sum(sigmoid(W@x))", "[0.5, 2]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    painted(page)
    said, tail = visit.text(".bpv-spoken"), page.url.partition("#")[2]
    site.stop()

    again = visit.context.new_page()  # of the other size: the phone is turned
    again.set_viewport_size({"width": 740, "height": 360})
    again.goto(f"{site}/play/#{tail}")
    again.wait_for_selector("main:not([hidden]) .bpv[data-step='8']", timeout=1000 * PATIENCE)
    for theme in ("dark", "light"):  # as the evening comes, all of the page
        again.emulate_media(color_scheme=theme)
        until(again, lambda: again.locator("body").get_attribute("data-theme"), partial(eq, theme))
    until(again, again.locator(".bpv-spoken").first.text_content, partial(eq, said))
    again.locator(".bpv-menu").evaluate("menu => { menu.open = true; }")
    kinds = again.locator(".bpv-save option").evaluate_all("all => all.map(one => one.value)")
    assert kinds == ["", "html", "ipynb", "md", "tex", "dot"]
    made = {kind: saved(again, kind) for kind in kinds[1:]}
    assert "sigmoid(W@x)" in json.loads(made["ipynb"])["cells"][0]["source"]
    assert made["html"].startswith(b"<!doctype html>")
    assert rb"\begin{document}" in made["tex"]
    assert made["dot"].startswith(b"// Step")
    with zipfile.ZipFile(io.BytesIO(made["md"])) as archive:
        assert archive.testzip() is None
        pictures = re.findall(r"\]\((.*?\.svg)\)", archive.read("walk.md").decode())
        assert sorted(archive.namelist()) == sorted(["walk.md", *pictures])
