"""What an installer finds on each platform: wheels for everything, and of which size."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from needs import megabytes, missing

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {
    "x86_64-manylinux2014": "Linux with glibc 2.17",
    "aarch64-manylinux2014": "Linux with glibc 2.17 on ARM",
    "x86_64-manylinux_2_28": "Linux with glibc 2.28",
    "aarch64-manylinux_2_28": "Linux with glibc 2.28 on ARM",
    "x86_64-unknown-linux-musl": "Linux with musl",
    "aarch64-unknown-linux-musl": "Linux with musl on ARM",
    "x86_64-apple-darwin": "macOS on Intel",
    "aarch64-apple-darwin": "macOS on Apple's chips",
    "x86_64-pc-windows-msvc": "Windows",
    "aarch64-pc-windows-msvc": "Windows on ARM",
}
TAGS = {
    "x86_64-manylinux2014": "manylinux_2_17_x86_64",
    "aarch64-manylinux2014": "manylinux_2_17_aarch64",
    "x86_64-manylinux_2_28": "manylinux_2_28_x86_64",
    "aarch64-manylinux_2_28": "manylinux_2_28_aarch64",
    "x86_64-unknown-linux-musl": "musllinux_1_2_x86_64",
    "aarch64-unknown-linux-musl": "musllinux_1_2_aarch64",
    "x86_64-apple-darwin": "macosx_11_0_x86_64",
    "aarch64-apple-darwin": "macosx_11_0_arm64",
    "x86_64-pc-windows-msvc": "win_amd64",
    "aarch64-pc-windows-msvc": "win_arm64",
}
NATIVE = "Metadata-Version: 2.1\nName: native\nVersion: 1\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\n"
CASES = [
    (python, platform)
    for python in PYTHONS
    for platform in PLATFORMS
    if ("2014" if python == "3.14" else "2_28") not in platform  # NumPy for 3.14 asks for 2.28
]

# What no version of a library has a wheel for, and no marker can tell apart: pip builds it there
# from its source (for Matplotlib with a C++ compiler; PyYAML needs none). All else has wheels.
WITHOUT_A_WHEEL = {
    **{(python, "aarch64-unknown-linux-musl"): "matplotlib" for python in PYTHONS},
    ("3.11", "aarch64-pc-windows-msvc"): "pyyaml",
}


# What the registry told stays true while the tests run. Without this it is asked again for each
# of them wherever something between here and there says that nothing may be kept.
KEPT = """[[index]]
url = "https://pypi.org/simple"
default = true
cache-control = { api = "max-age=3600", files = "max-age=3600" }
"""


@pytest.fixture(scope="module")
def resolver() -> list[str]:
    """The resolver: no other Python is looked for, or even downloaded, since none is run."""
    program = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    if not Path(program).exists():
        missing("no uv here (pip install uv)")
    command = [program, "pip", "compile", "--quiet", "--python", sys.executable]
    return [*command, "--only-binary", ":all:", "--no-header", "--no-annotate"]


@pytest.fixture(scope="module")
def uv(resolver: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The resolver, if a registry is there."""
    asked = tmp_path_factory.mktemp("uv") / "asked.in"
    asked.write_text("numpy\n")
    done = subprocess.run([*resolver, asked], capture_output=True, text=True, check=False)
    if done.returncode:
        missing(f"no registry can be reached: {done.stderr.strip()[-300:]}")
    return resolver


def asked(
    command: list[str], folder: Path, python: str, platform: str, *options: object
) -> subprocess.CompletedProcess[str]:
    (folder / "uv.toml").write_text(KEPT)
    return subprocess.run(
        [*command, "--python-platform", platform, "--python-version", python, *map(str, options)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
    )


Found = Callable[[str, str, str], str]


@pytest.fixture(scope="module")
def resolved(
    uv: list[str], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Found]:
    """What would be installed for a Python on a platform, one line each; an assertion that tells
    why there is nothing. Four questions are out at a time: most of each is waiting."""

    def ask(python: str, platform: str, extra: str) -> str:
        folder, options = tmp_path_factory.mktemp("asked"), ["--extra", extra] if extra else []
        if extra and (without := WITHOUT_A_WHEEL.get((python, platform))):
            # Everything but the one library that has none.
            (folder / "without.txt").write_text(f"{without} ; python_version < '3'\n")
            options += ["--override", folder / "without.txt"]
        done = asked(uv, folder, python, platform, *options, ROOT / "pyproject.toml")
        where = f"{PLATFORMS[platform]}, Python {python}"
        assert done.returncode == 0, f"{where}:\n{done.stderr[-1500:]}"
        return done.stdout

    here = [item for item in request.session.items if item.path == request.path]
    wanted = [item.callspec.params for item in here if "resolved" in item.fixturenames]
    asks = [(each["python"], each["platform"], each["extra"]) for each in wanted]
    answers: dict[tuple[str, str, str], Future[str]] = {}
    with ThreadPoolExecutor(4) as pool:
        for case in asks:
            answers[case] = pool.submit(ask, *case)
            if len(answers) == 1:
                wait(answers.values())  # the first asks for most, and the others need not
        yield lambda *case: answers[case].result()
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_wheel_for_another_platform_is_none(resolver, platform, tmp_path):
    """The resolver judges by the platform that is asked about, not by the one that it runs on."""
    for name, tag in TAGS.items():
        with zipfile.ZipFile(tmp_path / f"native-1-cp312-cp312-{tag}.whl", "w") as wheel:
            wheel.writestr("native-1.dist-info/METADATA", NATIVE)
            wheel.writestr("native-1.dist-info/WHEEL", f"{WHEEL}Tag: cp312-cp312-{tag}\n")
            wheel.writestr("native-1.dist-info/RECORD", "")
        (tmp_path / "asked.in").write_text("native\n")
        options = ["--no-index", "--find-links", tmp_path, tmp_path / "asked.in"]
        done = asked(resolver, tmp_path, "3.12", platform, *options)
        # Newer systems take what was built for older ones.
        fits = name in (platform, platform.replace("_2_28", "2014"))
        assert (done.returncode == 0) == fits, f"{name}: {done.stderr[-500:]}"
        if fits:
            assert done.stdout.strip() == "native==1"
        else:
            assert "no usable wheels" in done.stderr or "no wheels with a matching" in done.stderr
        (tmp_path / f"native-1-cp312-cp312-{tag}.whl").unlink()


@pytest.mark.parametrize("extra", [""])
@pytest.mark.parametrize(("python", "platform"), CASES)
def test_a_plain_install_finds_wheels(resolved, python, platform, extra):
    found = resolved(python, platform, extra)
    names = set(re.findall(r"^[\w.-]+", found, re.MULTILINE))
    assert {"numpy", "sympy", "resvg", "graphviz-pure"} <= names
    assert not names & {"pillow", "fonttools", "matplotlib", "scipy"}  # which weigh 24 to 120 MB


@pytest.mark.parametrize("extra", ["lab"])
@pytest.mark.parametrize(("python", "platform"), CASES)
def test_the_lab_finds_wheels(resolved, python, platform, extra):
    found = resolved(python, platform, extra)
    without = WITHOUT_A_WHEEL.get((python, platform))
    names = set(re.findall(r"^[\w.-]+", found, re.MULTILINE))
    assert {"jupyterlab", "anywidget", "fpdf2", "pillow"} <= names
    assert ("matplotlib" in names) == (without != "matplotlib")
    assert ("uharfbuzz" in names) == (platform != "aarch64-pc-windows-msvc")
    assert not names & {"scikit-learn", "scipy"}


def markers(name: str) -> list[Marker]:
    asked = [*PROJECT["dependencies"], *EXTRAS["pdf"], *EXTRAS["lab"]]
    found = [requirement for requirement in map(Requirement, asked) if requirement.name == name]
    return [requirement.marker for requirement in found if requirement.marker]


@pytest.mark.parametrize(
    ("system", "machine", "here"),
    [
        ("linux", "x86_64", {"graphviz-pure", "resvg", "uharfbuzz"}),
        ("linux", "aarch64", {"graphviz-pure", "resvg", "uharfbuzz"}),
        ("linux", "riscv64", {"resvg"}),
        ("darwin", "arm64", {"graphviz-pure", "resvg", "uharfbuzz"}),
        ("win32", "AMD64", {"graphviz-pure", "resvg", "uharfbuzz"}),
        ("win32", "ARM64", {"graphviz-pure", "resvg"}),
        ("emscripten", "wasm32", set()),
    ],
)
def test_what_is_native_is_asked_for_where_it_is_built(system, machine, here):
    place = {"sys_platform": system, "platform_machine": machine, "python_version": "3.12"}
    native = {"graphviz-pure", "resvg", "uharfbuzz"}
    assert {n for n in native if all(m.evaluate(place) for m in markers(n))} == here


def test_the_lab_has_what_the_extras_for_pictures_have():
    assert {*EXTRAS["pdf"], *EXTRAS["animation"]} <= {*EXTRAS["lab"]}
    for name in ("mp4", "pptx"):
        assert {*EXTRAS["animation"]} <= {*EXTRAS[name]}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other wheels, other sizes")
def test_a_lab_is_no_larger_than_it_is_said_to_be(uv, tmp_path):
    """Most of it is JupyterLab. (`tests/test_wheel.py` measures the environment of a plain one.)"""
    folder = tmp_path / "venv"
    subprocess.run([uv[0], "venv", folder], check=True)
    command = [uv[0], "pip", "install", "--python", folder / "bin/python", "--quiet"]
    done = subprocess.run([*command, f"{ROOT}[lab]"], capture_output=True, text=True)
    if done.returncode:
        missing(f"the dependencies cannot be had: {done.stderr.strip()[-300:]}")
    assert megabytes(folder) < 450


def test_every_requirement_of_the_package_has_a_lower_bound():
    for requirement in map(Requirement, PROJECT["dependencies"] + EXTRAS["lab"]):
        if requirement.name != PROJECT["name"]:
            assert any(bound.operator == ">=" for bound in requirement.specifier), requirement
