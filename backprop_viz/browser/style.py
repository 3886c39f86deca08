"""The style sheet of the explorer."""

from __future__ import annotations

from functools import lru_cache

from ..draw.cells import INFINITE, TONES, UNDEFINED
from ..theme import LOOKS, PLAIN, Look
from .bare import STATIC, bare_sheet

__all__ = ["style_sheet"]


@lru_cache(maxsize=4)
def style_sheet(*parts: str) -> str:
    """A style sheet: how each mark looks, and then these files of ``static``.

    Comments do not travel, nor spaces that nobody needs.
    """
    texts = ((STATIC / f"{part}.css").read_text(encoding="utf-8") for part in parts)
    return bare_sheet(_marks() + "".join(texts) + _tones() * ("cards" in parts))


def _marks() -> str:
    def colour(name: str) -> str:
        return f"var(--bpv-{name.replace('_', '-')})"

    def pen(look: Look) -> str:
        return f"{{ stroke: {colour(look.line)}; stroke-width: {look.pen}; }}"

    rules = [f".bpv-svg .line, .bpv-svg :is(circle, .body) {pen(PLAIN)}"]
    for mark, look in LOOKS.items():
        at = f"[data-mark={mark}]"
        if (look.line, look.pen) != (PLAIN.line, PLAIN.pen):
            rules.append(f".bpv-svg {at} > :is(.line, circle, .body) {pen(look)}")
            rules.append(f".bpv-svg {at} > .head {{ fill: {colour(look.line)}; }}")
        if look.text:
            fill = f"{{ fill: {colour(look.text)}; }}"
            rules.append(f".bpv-svg text{at}, .bpv-svg {at} > .glyph {fill}")
        if look.is_bold:
            rules.append(f".bpv-svg text{at} {{ font-weight: bold; }}")
        if look.is_tinted:
            fill = f"{{ fill: {colour(look.fill)}; }}"
            rules.append(f".bpv-svg .tint{at} {{ visibility: visible; }}")
            rules.append(f".bpv-svg .tint{at}, .bpv-svg {at} > :is(circle, .body) {fill}")
    return "\n".join(rules) + "\n"


def _tones() -> str:
    """The colours of the entries of arrays."""

    def rule(tone: int, colour: str, share: float) -> str:
        blend = f"color-mix(in srgb, var(--bpv-{colour}) {share:g}%, var(--bpv-paper))"
        return f'.bpv-svg [data-tone="{tone}"] {{ fill: {blend}; }}'

    shares = {tone: 100 * min(tone, TONES) / TONES for tone in range(1, INFINITE + 1)}
    rules = [rule(tone, "plus", share) for tone, share in shares.items()]
    rules += [rule(-tone, "minus", share) for tone, share in shares.items()]
    return "\n".join([*rules, rule(UNDEFINED, "faint", 40)]) + "\n"
