"""Links to every lesson in every language, and the README's pictures where it stands alone.

``python docs/launch.py ADDRESS`` prints the lessons of a public repository with links that open
them on Binder, and with ``--hub URL`` on a JupyterHub by nbgitpuller. ``--write`` renews the table
of the README. Its address is ``Repository`` under ``[project.urls]`` in pyproject.toml, where
``--write ADDRESS`` puts it, and that of a public site (``docs/site.py``) is ``Site``, where
``--site`` does. All else takes them from there: links, the README's pictures, the docs, and
pictures in saved notebooks. Without them the table leads to the notebooks alone.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).parent.parent
LANGUAGES = {"en": "English", "ja": "日本語"}
OPENS = {"en": "on Binder", "ja": "Binder で開く"}
ON_SITE = {"en": "in the browser", "ja": "ブラウザーで開く"}
RAW = "/raw/HEAD/"  # where GitHub, GitLab and their like serve the files themselves
PICTURE = re.compile(rf"(!\[[^\]]*\])\((?:https?://[^)\s]*?{RAW})?(docs/[^)\s]+)\)")
MARKS = ("<!-- lessons: python docs/launch.py --write -->\n", "<!-- end of lessons -->\n")


def address(name: str = "Repository") -> str | None:
    """The public address of the repository, or of the ``Site``, if it has one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: str | None = project.get("urls", {}).get(name)
    return found


def with_address(text: str, given: str, name: str = "Repository") -> str:
    """The text of pyproject.toml with the public address of the repository, or of the ``Site``."""
    url = f"[project.urls]\n{name} = {json.dumps(given)}\n"
    before, heading, rest = text.partition("[project.urls]\n")
    if not heading:
        return text.replace("[project.scripts]\n", f"{url}\n[project.scripts]\n", 1)
    lines = rest.splitlines(keepends=True)
    return before + url + "".join(line for line in lines if not line.startswith(f"{name} ="))


def lessons() -> dict[str, dict[str, Path]]:
    """By number, by language: the notebook."""
    found: dict[str, dict[str, Path]] = {}
    for lang in LANGUAGES:
        for path in sorted((ROOT / "notebooks" / lang).glob("[0-9][0-9]-*.ipynb")):
            found.setdefault(path.name[:2], {})[lang] = path.relative_to(ROOT)
    return dict(sorted(found.items()))


def title(path: Path) -> str:
    """The heading of a notebook."""
    cells = json.loads((ROOT / path).read_text(encoding="utf-8"))["cells"]
    lines = "".join(cells[0]["source"]).splitlines()
    return next(line.removeprefix("# ") for line in lines if line.startswith("# "))


def on_binder(repository: str, path: Path, ref: str = "HEAD") -> str:
    """The link that opens a notebook on Binder."""
    place = urlsplit(repository)
    name = place.path.strip("/").removesuffix(".git")
    provider = f"gh/{name}" if place.netloc == "github.com" else f"git/{quote(repository, safe='')}"
    opened = quote(f"lab/tree/{path.as_posix()}", safe="")
    return f"https://mybinder.org/v2/{provider}/{ref}?urlpath={opened}"


def on_hub(hub: str, repository: str, path: Path, branch: str = "main") -> str:
    """The link that copies the lessons into a home on a JupyterHub and opens one of them."""
    folder = urlsplit(repository).path.strip("/").removesuffix(".git").rpartition("/")[2]
    values = {
        "repo": repository,
        "branch": branch,
        "urlpath": f"lab/tree/{folder}/{path.as_posix()}?autodecode",
    }
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in values.items())
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{query}"


def on_site(site: str, path: Path) -> str:
    """The link that opens a notebook on the site."""
    lesson = quote(path.relative_to("notebooks").as_posix())
    return f"{site.rstrip('/')}/course/notebooks/index.html?path={lesson}"


def table(
    repository: str | None,
    hub: str | None = None,
    branch: str | None = None,
    site: str | None = None,
) -> str:
    """The lessons in Markdown, a row each and a column for each language."""

    def cell(path: Path | None) -> str:
        if path is None:
            return ""
        links = [f"[{title(path)}]({path.as_posix()})"]
        if repository and hub:
            links = [f"[{title(path)}]({on_hub(hub, repository, path, branch or 'main')})"]
        elif repository:
            opens = OPENS[path.parts[1]]
            links.append(f"[{opens}]({on_binder(repository, path, branch or 'HEAD')})")
        if site and not hub:
            links.append(f"[{ON_SITE[path.parts[1]]}]({on_site(site, path)})")
        return " · ".join(links)

    def row(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    rows = [row(LANGUAGES.values()), row("---" for _ in LANGUAGES)]
    rows += [row(cell(by.get(lang)) for lang in LANGUAGES) for by in lessons().values()]
    return "".join(rows)


def renewed(text: str) -> str:
    """The README's text with its table and the places of its pictures as they should be now."""
    repository = address()
    before, _, rest = text.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    text = before + MARKS[0] + table(repository, site=address("Site")) + MARKS[1] + after
    place = f"{repository.rstrip('/')}{RAW}" if repository else ""
    return PICTURE.sub(lambda found: f"{found[1]}({place}{found[2]})", text)


def main() -> int:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(prog="python docs/launch.py", description=__doc__)
    parser.add_argument("address", nargs="?", default=address(), help="of a public repository")
    parser.add_argument("--site", default=address("Site"), help="the address of a public site")
    parser.add_argument("--hub", help="a JupyterHub with nbgitpuller, as https://hub.example.edu")
    parser.add_argument("--branch", help="another one than the main branch")
    parser.add_argument("--write", action="store_true", help="renew the README")
    given = parser.parse_args()
    if given.address and not re.fullmatch(r"https?://[^/\s]+(/[^/\s]+)+/?", given.address):
        parser.error(f"{given.address} is no address such as https://github.com/you/backprop-viz")
    if given.site and not re.fullmatch(r"https?://[^/\s]+(/[^/\s]+)*/?", given.site):
        parser.error(f"{given.site} is no address such as https://you.example.org/backprop-viz")
    if given.hub and given.write:
        parser.error("the README has links to Binder; print those to a hub for your class")
    if given.hub and not given.address:
        parser.error("a hub copies the lessons from somewhere: give the repository's address")
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if given.write:
        project = ROOT / "pyproject.toml"
        text = project.read_text(encoding="utf-8")
        for name, told in (("Repository", given.address), ("Site", given.site)):
            text = with_address(text, told, name) if told else text
        project.write_text(text, encoding="utf-8")
        readme = ROOT / "README.md"
        readme.write_text(renewed(readme.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(table(given.address, given.hub, given.branch, given.site), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
