"""``freebit describe`` and ``freebit circuits``."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main


def freebit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_description_says_what_data_cannot_do(tmp_path: Path) -> None:
    """[R1.19] [R1.20] [R1.21]"""
    path = tmp_path / "bits"
    path.write_text("0011" * 500, encoding="ascii")
    result = freebit("describe", path, "--encoding", "ascii")
    text = " ".join(result.output.split())
    assert result.exit_code == 0
    assert "1000, a share of 0.50000" in text
    assert "epsilon is an assumption" in text
    found = json.loads(freebit("describe", path, "--encoding", "ascii", "--json").stdout)
    assert found["transitions"] == {"00": 500, "01": 500, "10": 499, "11": 500}
    assert found["source"]["bits_used"] == 2000
    assert len(found["source"]["sha256"]) == 64
    assert Fraction(found["epsilon_at_most"]) < Fraction(1, 10)


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (b"", (), "there is no bit in the file"),
        (b"\x00\x05", (), "byte 0x05 at offset 1"),
        (b"\x00", ("--stride", "0"), "R1.18"),
        (b"\x00", ("--radius", "9"), "radius"),
        (None, (), "No such file"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, content: bytes | None, arguments: tuple[str, ...], message: str) -> None:
    """[R1.15] [R1.18]"""
    path = tmp_path / "bits"
    if content is not None:
        path.write_bytes(content)
    result = freebit("describe", path, *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_circuits_are_written(tmp_path: Path) -> None:
    """[R4.45]"""
    result = freebit("circuits", tmp_path / "new" / "folder")
    assert result.exit_code == 0
    files = sorted(entry.name for entry in (tmp_path / "new" / "folder").iterdir())
    assert len(files) == 32
    assert files[0] == "ghz-00000.qasm"
    (tmp_path / "file").write_text("")
    assert freebit("circuits", tmp_path / "file").exit_code == 2
