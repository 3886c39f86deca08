"""The playground in a real Chromium: any formula, by Python in the browser, from static files."""

from __future__ import annotations

import json

import pytest

import backprop_viz as bv
from backprop_viz.tell.link import packed, read_link
from lab import painted, until, violations
from site_here import Visit, build, served

ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
LONG = "\n".join(f"a{i} = sin(x{i}) + {i}" for i in range(20)) + "\nf = a0*a19"
FIELD = ".bpv-source textarea"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with served(build(tmp_path_factory.mktemp("site"), "play")) as address:
        yield address


def opened(chromium, site, tail="", **options):
    visit = Visit(chromium, site, **options)
    visit.page.goto(f"{site}/play/{tail}")
    return visit


def drawn(visit, text):
    """Wait until a text stands in the picture."""
    visit.page.locator(".bpv-svg text", has_text=text).first.wait_for(state="attached")
    painted(visit.page)


def test_examples_are_live_without_python(chromium, site):
    visit = Visit(chromium, site)
    visit.context.route("**/pyodide.js", lambda route: route.abort())
    page = visit.page
    page.goto(f"{site}/play/")
    drawn(visit, "y′")
    until(page, lambda: visit.text(".bpv-status"), lambda said: "could not be loaded" in said)
    page.locator(".bpv-examples").select_option(label="A node used twice")
    drawn(visit, "sin")
    assert page.locator(FIELD).input_value() == "u = x**2; f = u*y + sin(u)"
    page.locator(".bpv").press("End")
    walk = bv.graph("u = x**2; f = u*y + sin(u)").walk(x=1.5, y=-2)
    assert visit.text(".bpv-spoken") == walk.steps[-1].sentence()
    assert all("pyodide.js" in fault or "ERR_FAILED" in fault for fault in visit.faults)


def test_a_formula_is_typed_stepped_shared_and_opened_elsewhere(chromium, site):
    visit = opened(chromium, site, "#lang=en")
    page = visit.page
    field = page.locator(FIELD)
    drawn(visit, "y′")
    field.fill("neuron(w, x) = sigmoid(w*x)\nneuron(w, neuron(v, x))")
    drawn(visit, "neuron")  # a block, which opens here as well
    page.locator('.bpv-svg [aria-expanded="false"]').first.press("Enter")
    drawn(visit, "σ")
    good = page.locator(".bpv-svg").first.inner_html()
    field.fill("neuron(w, x) = sigmoid(w*x)\nneuron(w, neuron(v, x)) +* 2")
    until(page, lambda: visit.text(".bpv-refused"), lambda said: "\n" in said)
    assert "unexpected `*` (line 2" in visit.text(".bpv-refused")
    assert page.locator(".bpv-svg").first.inner_html() == good  # the last good one is kept
    field.fill("sum(sigmoid(W@x))")
    drawn(visit, "@")
    assert visit.text(".bpv-refused") == ""
    typed = page.locator(".bpv-inputs .bpv-typed").nth(1)
    typed.fill("[1, 2, 3]")  # there is no room for it, and W does not fit
    typed.blur()
    typed.fill("[0.5, 2]")
    typed.blur()
    page.locator(".bpv").press("End")
    until(page, lambda: page.url, lambda url: "step=8" in url and "0.5" in url)
    link = read_link(page.url)
    assert (link.text, link.inputs["x"]) == ("sum(sigmoid(W@x))", "[0.5, 2]")
    assert violations(page) == []
    said = visit.text(".bpv-spoken")

    other = opened(chromium, site, "#" + page.url.partition("#")[2])
    other.page.wait_for_selector("main:not([hidden]) .bpv[data-step='8']")
    assert other.text(".bpv-spoken") == said
    with other.page.expect_download() as download:
        other.page.locator(".bpv-menu").evaluate("menu => { menu.open = true; }")
        other.page.locator(".bpv-save").select_option("ipynb")
    assert (
        "sigmoid(W@x)" in json.loads(download.value.path().read_text("utf-8"))["cells"][0]["source"]
    )
    assert visit.faults == other.faults == []


def test_a_long_program_goes_through_its_address(chromium, site):
    visit = opened(chromium, site, f"#f={packed(LONG)}")
    drawn(visit, "a₃")
    assert visit.page.locator(FIELD).input_value() == LONG
    visit.page.locator(FIELD).fill(f"{LONG} + 1")
    until(visit.page, lambda: read_link(visit.page.url).text, lambda text: text == f"{LONG} + 1")
    assert "f=%7E" in visit.page.url or "f=~" in visit.page.url
    assert visit.faults == []


HOSTILE = (
    "#f=<img src=x onerror=alert(1)>",
    "#f=~AAAA&x=<script>alert(1)</script>",
    "#f=x*y&x=javascript:alert(1)&constructor=1&__proto__=2&lang=__proto__&step=-1e99",
    "#f=__import__('os').system('id')&p=<b>",
)


def test_hostile_addresses_are_shown_and_never_run(chromium, site):
    visit = opened(chromium, site, "#f=x*x")
    drawn(visit, "×")
    for tail in HOSTILE:
        visit.page.evaluate("tail => { location.hash = tail; }", tail)
        if "x*y" in tail:
            drawn(visit, "y")
        else:
            until(visit.page, lambda: visit.text(".bpv-refused"))
            assert visit.page.locator("main").is_hidden()
        assert visit.page.locator("img, script:not([type]), b").count() == 0
    assert visit.faults == []
