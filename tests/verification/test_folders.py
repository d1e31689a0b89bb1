"""Which files a folder stands for, its index, and what is skipped [R6.21], [R6.22], [R6.23], [R6.24]."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.verification.folders import find_certificates, index_failure
from freebit.wire.document import UnreadableError


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", "--checker", "kernel", "--processes", "1", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path, certificates: Path) -> Path:
    """A folder with two certificates, one of them further down, and no index."""
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    shutil.copyfile(certificates / "frontier/vertex-1.json", folder / "a.json")
    shutil.copyfile(certificates / "frontier/vertex-1.json", folder / "deep" / "b.json")
    return folder


def write_index(folder: Path) -> Path:
    entries = {
        path.relative_to(folder).as_posix(): {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "kind": "family", "again": "by hand",
        }
        for path in sorted(folder.rglob("*.json"))
        if path != folder / "index.json"
    }  # fmt: skip
    document = {"format": "freebit-certificate-index", "version": 1, "files": entries}
    (folder / "index.json").write_text(json.dumps(document))
    return folder / "index.json"


def false_certificate(path: Path, certificates: Path) -> None:
    text = (certificates / "frontier/vertex-1.json").read_text().replace('"alpha": "1/2"', '"alpha": "499/1000"')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_folder_without_index_is_its_certificates(folder: Path) -> None:
    found = find_certificates([folder])
    assert found.files == (folder / "a.json", folder / "deep" / "b.json")
    assert (found.indexes, found.skipped) == ((), ())
    assert run(folder).exit_code == 0


def test_an_index_that_is_there_is_checked(folder: Path) -> None:
    """[R6.23] also that of a user's folder."""
    write_index(folder)
    found = find_certificates([folder])
    assert found.indexes == (folder / "index.json",)
    assert folder / "index.json" not in found.files
    result = run(folder)
    assert result.exit_code == 0
    assert "the files are those of the index, byte for byte" in result.output


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "a.json").unlink(), "[R6.21] at a.json: the file is missing"),
        (lambda folder: shutil.copy(folder / "a.json", folder / "c.json"), "[R6.21] at c.json: the index does not"),
        (lambda folder: (folder / "a.json").write_bytes(b"{}"), "[R6.21] at a.json: its SHA-256 is not"),
    ],
)
def test_a_broken_index_is_rejected(folder: Path, change: Callable[[Path], object], said: str) -> None:
    """[R6.21]"""
    write_index(folder)
    change(folder)
    result = run(folder)
    assert result.exit_code in (1, 2)
    assert said in result.output
    assert index_failure(folder / "index.json") is not None


def test_a_broken_index_alone_is_exit_code_1(folder: Path) -> None:
    """[R6.21] where every certificate is proved."""
    write_index(folder)
    shutil.copy(folder / "a.json", folder / "c.json")
    assert run(folder).exit_code == 1


def test_an_index_that_is_none_is_unreadable(folder: Path) -> None:
    """[R6.23]"""
    (folder / "index.json").write_text("{}")
    result = run(folder)
    assert result.exit_code == 2
    assert "[R6.9] at index" in result.output


@pytest.mark.parametrize("name", ["deep/index.json", "deep/er/index.json"])
def test_a_file_called_index_further_down_is_a_certificate(folder: Path, certificates: Path, name: str) -> None:
    """[R6.23] a false one is rejected, and the index of the folder has to name it."""
    false_certificate(folder / name, certificates)
    assert folder / name in find_certificates([folder]).files
    result = run(folder)
    assert result.exit_code == 1
    assert f"{name}: [R3.17]" in result.output
    write_index(folder)
    assert run(folder).exit_code == 1
    assert index_failure(folder / "index.json") is None


def test_a_certificate_called_index_that_is_given_by_name_is_one(tmp_path: Path, certificates: Path) -> None:
    false_certificate(tmp_path / "index.json", certificates)
    assert run(tmp_path / "index.json").exit_code == 1


def test_a_folder_with_nothing_but_an_index_holds_no_certificate(tmp_path: Path) -> None:
    """[R6.22]"""
    write_index(tmp_path)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "[R6.22]" in result.stderr


def test_what_is_skipped_is_told(folder: Path, certificates: Path, tmp_path: Path) -> None:
    """[R6.24] other names, and links to folders; with --require-all that is exit code 2 [R6.51]."""
    false_certificate(folder / "big.JSON", certificates)
    (folder / "deep" / "notes.txt").write_text("x")
    false_certificate(tmp_path / "elsewhere" / "false.json", certificates)
    (folder / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    result = run(folder)
    assert result.exit_code == 0
    assert f"skipped: {folder / 'big.JSON'}: its name does not end in .json" in result.output
    assert f"skipped: {folder / 'deep' / 'notes.txt'}: its name does not end in .json" in result.output
    assert f"skipped: {folder / 'linked'}: a link to a folder" in result.output
    document = json.loads(run(folder, "--json").output)
    assert [Path(each["file"]).name for each in document["skipped"]] == ["big.JSON", "notes.txt", "linked"]
    assert run(folder, "--require-all").exit_code == 2
    assert json.loads(run(folder, "--require-all", "--json").output)["exit"] == 2


def test_of_many_things_that_are_skipped_the_rest_is_counted(folder: Path) -> None:
    """[R6.24]"""
    for number in range(25):
        (folder / f"note-{number:02}.txt").write_text("x")
    result = run(folder)
    assert result.output.count("skipped: ") == 21
    assert "skipped: 5 more; --json names them all" in result.output
    assert len(json.loads(run(folder, "--json").output)["skipped"]) == 25


def test_a_link_to_a_file_is_followed_and_a_broken_one_is_unreadable(folder: Path, certificates: Path) -> None:
    """[R6.24]"""
    false_certificate(folder.parent / "false", certificates)
    (folder / "link.json").symlink_to(folder.parent / "false")
    assert run(folder).exit_code == 1
    (folder.parent / "false").unlink()
    result = run(folder)
    assert result.exit_code == 2
    assert "link.json" in result.output


def test_a_folder_with_the_name_of_a_certificate_is_a_folder(folder: Path) -> None:
    (folder / "c.json").mkdir()
    shutil.move(folder / "a.json", folder / "c.json" / "a.json")
    assert find_certificates([folder]).files == (folder / "c.json" / "a.json", folder / "deep" / "b.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_unreadable_at_once(folder: Path) -> None:
    """[R6.49]"""
    os.mkfifo(folder / "pipe.json")
    result = run(folder)
    assert result.exit_code == 2
    assert "pipe.json" in result.output
    assert "not a regular file" in result.output
    assert run(folder / "pipe.json").exit_code == 2


def test_a_folder_that_cannot_be_listed_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.22]"""

    def no_scandir(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", no_scandir)
    with pytest.raises(UnreadableError, match=r"\[R6\.22\] at folder: Permission denied"):
        find_certificates([folder])


def test_files_that_are_named_are_all_checked(folder: Path) -> None:
    """[R6.22] one after the other, and folders among them."""
    named = [folder / "deep" / "b.json", folder / "a.json"]
    assert find_certificates(named).files == tuple(named)
    assert find_certificates([named[0], folder]).files == (named[0], named[1], named[0])


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_another_digest_is_not_that_of_the_file(folder: Path, digest: str) -> None:
    """[R6.21] be it smaller or larger."""
    index = write_index(folder)
    document = json.loads(index.read_text())
    document["files"]["deep/b.json"]["sha256"] = digest
    index.write_text(json.dumps(document))
    assert index_failure(index) == ("deep/b.json", "its SHA-256 is not that of the index")


@pytest.mark.parametrize("version", [0, 2])
def test_an_index_of_another_version_is_unreadable(folder: Path, version: int) -> None:
    """[R6.7]"""
    index = write_index(folder)
    index.write_text(json.dumps(json.loads(index.read_text()) | {"version": version}))
    with pytest.raises(UnreadableError, match=r"\[R6\.7\] at index/version: only version 1 is known"):
        index_failure(index)


def test_an_index_of_another_name_does_not_name_itself(folder: Path) -> None:
    """[R6.21]"""
    other = write_index(folder).rename(folder / "list.json")
    assert index_failure(other) == ("list.json", "the index does not name it")
