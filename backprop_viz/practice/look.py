"""The style sheet of an exercise: its colours, light or dark as all around it."""

from __future__ import annotations

from ..browser.bare import STATIC
from ..draw.still import _DARK, _UNTOLD
from ..theme import THEMES, Theme

__all__ = ["sheet"]


def sheet(chosen: Theme | None, *, is_page: bool) -> str:
    """The whole sheet; without a theme, in that of the page or the notebook."""
    rules = (STATIC / "exercise.css").read_text(encoding="utf-8")
    if chosen is not None:
        return _variables(":root" if is_page else ".bpp", chosen) + rules + _PAGE * is_page
    light, dark = THEMES["light"], THEMES["dark"]
    if is_page:
        told = (
            _variables(":root", light)
            + f"@media(prefers-color-scheme:dark){{{_variables(':root', dark)}}}"
        )
        return told + rules + _PAGE
    hosts = ",".join([".bpp[data-theme=dark]", *(f"{host} .bpp" for host in _DARK)])
    untold = f"@media(prefers-color-scheme:dark){{{_variables(f'{_UNTOLD} .bpp', dark)}}}"
    return _variables(".bpp", light) + _variables(hosts, dark) + untold + rules


_PAGE = """
:root { color-scheme: light dark; background: var(--bpv-paper); color: var(--bpv-ink); }
body { max-width: 1280px; margin: 0 auto; padding: 8px; }
h1 { font: bold 1.3em 'DejaVu Sans', Verdana, sans-serif; margin: 8px; overflow-wrap: anywhere; }
"""


def _variables(where: str, colours: Theme) -> str:
    told = ";".join(f"--bpv-{n.replace('_', '-')}:{c}" for n, c in colours.colours.items())
    return f"{where}{{{told}}}"
