"""The wheel holds the data that its commands read, and no other."""

import tomllib
from pathlib import Path

from freebit.files import DATA

ROOT = Path(__file__).resolve().parents[1]
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]


def shipped() -> set[str]:
    """The files of the checkout that are put into the wheel as data, by their paths in the checkout."""
    found = set()
    for name, place in WHEEL["force-include"].items():
        assert place == f"freebit/_data/{'conformance/' if name == 'LICENSE' else ''}{name}"
        path = ROOT / name
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        assert files, name
        found |= {file.relative_to(ROOT).as_posix() for file in files}
    return found


def test_the_data_of_the_commands_and_nothing_else() -> None:
    """Certificates, the kit, and of the specification the chapters and schemas, which the exported kit holds."""
    wanted = {path for folder in ("certificates", "conformance/vectors") for path in (ROOT / folder).rglob("*.json")}
    kit = ROOT / "conformance"
    wanted |= {kit / "manifest.json", kit / "README.md", kit / "CHANGELOG.md", ROOT / "LICENSE"}
    wanted |= {path for path in (kit / "skeletons").rglob("*") if path.is_file()}
    wanted |= {*(ROOT / "spec").glob("*.md"), *(ROOT / "spec" / "schemas").glob("*.json")}
    assert shipped() == {path.relative_to(ROOT).as_posix() for path in wanted}
    assert WHEEL["packages"] == ["reference/freebit"]


def test_each_folder_of_data_is_known_by_a_file_that_is_there() -> None:
    for folder, name in DATA.items():
        assert f"{folder}/{name}" in shipped()
