"""How much the site may weigh, in bytes as they lie on the host: 60 MB in all."""

from __future__ import annotations

from pathlib import Path

MOST = {"gallery": 15_800_000, "docs": 1_700_000, "rest": 42_500_000}


def weights(site: Path) -> dict[str, int]:
    """The weight of each part; what all of them share is the rest."""
    found = dict.fromkeys(MOST, 0)
    for file in site.rglob("*"):
        if file.is_file():
            part = file.relative_to(site).parts[0]
            found[part if part in MOST else "rest"] += file.stat().st_size
    return found


def check(site: Path) -> None:
    """Raise ``SystemExit`` where a part is too heavy."""
    for part, weight in weights(site).items():
        if weight > MOST[part]:
            shown = f"{weight / 1e6:.1f} MB, and {MOST[part] / 1e6:.1f} MB are the most"
            raise SystemExit(f"{site}: {part} has {shown}")
