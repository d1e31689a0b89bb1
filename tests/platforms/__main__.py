"""``python -m tests.platforms``: does `pip install .` find wheels alone, for every platform and every Python?

Nothing is downloaded and nothing is built; no part of the timed tests.  Exit code 0 if all is found, 1 if not.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text())["project"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def _manylinux(machine: str, glibc: int) -> list[str]:
    """The tags that a machine with a glibc of that minor version, 2.n, takes; the old names among them."""
    old = [f"manylinux1_{machine}", f"manylinux2010_{machine}", f"manylinux2014_{machine}"]
    return [f"manylinux_2_{minor}_{machine}" for minor in range(glibc, 4, -1)] + old


def _macos(machine: str, newest: int) -> list[str]:
    first = 11 if machine == "arm64" else 10
    versions = [f"{major}_0" for major in range(newest, 10, -1)]
    versions += [f"10_{minor}" for minor in range(16, 8, -1)] if first == 10 else []
    return [f"macosx_{version}_{kind}" for version in versions for kind in (machine, "universal2")]


#: Platform -> what the environment markers say of it, and the tags of wheels that it takes; Debian 12 has glibc 2.36.
PLATFORMS: dict[str, tuple[str, list[str]]] = {
    "Linux x86-64 (glibc 2.36)": ("x86_64", _manylinux("x86_64", 36)),
    "Linux arm64 (glibc 2.36)": ("aarch64", _manylinux("aarch64", 36)),
    "macOS 14 arm64": ("arm64", _macos("arm64", 14)),
    "macOS 14 x86-64": ("x86_64", _macos("x86_64", 14)),
    "Windows x86-64": ("AMD64", ["win_amd64"]),
}


def wanted(machine: str, python: str) -> list[str]:
    """The dependencies on such a machine."""
    found = [Requirement(line) for line in PROJECT["dependencies"]]
    environment = {"platform_machine": machine, "python_version": python, "python_full_version": f"{python}.0"}
    return [
        f"{each.name}{each.specifier}" for each in found if each.marker is None or each.marker.evaluate(environment)
    ]


def resolved(requirements: list[str], tags: list[str], python: str) -> tuple[dict[str, str], str]:
    """What pip would install from wheels alone, with the version of each, and what it says if it finds nothing."""
    options = ["--dry-run", "--ignore-installed", "--only-binary", ":all:", "--quiet", "--report", "-"]
    options += ["--target", "nowhere", "--python-version", python, "--implementation", "cp"]
    options += [option for tag in tags for option in ("--platform", tag)]
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *options, *requirements]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return {}, done.stderr.strip()
    installed = json.loads(done.stdout)["install"]
    return {each["metadata"]["name"]: each["metadata"]["version"] for each in installed}, ""


def main() -> int:
    """A line for each platform and Python."""
    failed = 0
    for platform, (machine, tags) in PLATFORMS.items():
        for python in PYTHONS:
            requirements = wanted(machine, python)
            found, trouble = resolved(requirements, tags, python)
            names = [Requirement(each).name for each in requirements]
            told = ", ".join(f"{name} {found[name]}" for name in names) if found else f"NOT FOUND: {trouble}"
            print(f"{platform}, Python {python}: {told}", flush=True)
            failed += not found
    print(f"{len(PLATFORMS) * len(PYTHONS) - failed} of {len(PLATFORMS) * len(PYTHONS)} resolved")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
