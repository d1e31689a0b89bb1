"""``import freebit``: what it offers, what it costs, and that its examples are true."""

import ast
import doctest
import json
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

import freebit
from freebit.cli import main

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "reference" / "freebit"
FLAGS = doctest.ELLIPSIS


def typed() -> dict[str, str]:
    """What type checkers are told: name to module, from the imports that are never executed."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    block = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    found = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        for alias in node.names:
            assert alias.asname == alias.name
            found[alias.name] = node.module
    return found


def test_type_checkers_and_the_interpreter_are_told_the_same() -> None:
    assert typed() == freebit._MODULE_OF
    assert set(freebit.__all__) == {*freebit._MODULE_OF, "__version__"}
    assert freebit.__all__ == sorted(
        freebit.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )


@pytest.mark.parametrize("name", sorted(freebit._MODULE_OF))
def test_every_name_is_there_and_documented(name: str) -> None:
    found = getattr(freebit, name)
    assert found is getattr(import_module(freebit._MODULE_OF[name]), name)
    if isinstance(found, type) or callable(found):
        assert found.__doc__
    assert name in dir(freebit)


def test_no_name_hides_a_room() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms & set(freebit.__all__) == set()


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'plam'"):
        getattr(freebit, "plam")  # noqa: B009


def test_errors_have_one_base_and_one_of_pythons_kinds() -> None:
    errors = [found for name in freebit.__all__ if isinstance(found := getattr(freebit, name), type)]
    errors = [found for found in errors if issubclass(found, BaseException)]
    assert len(errors) >= 10
    for error in errors:
        assert issubclass(error, freebit.FreebitError)
        assert error is freebit.FreebitError or issubclass(error, ValueError | TypeError | ArithmeticError)


def run(code: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return done.stdout.strip()


def test_the_import_loads_nothing_of_freebit_but_itself() -> None:
    """And nothing heavy; what is asked for brings its own module."""
    seen = "sorted(name for name in sys.modules if name.split('.')[0] == 'freebit')"
    assert run(f"import sys, freebit; print({seen})") == "['freebit']"
    heavy = ["z3", "numpy", "sympy", "cdd", "flint", "matplotlib", "click", "rich"]
    assert run(f"import sys, freebit; freebit.check_certificate; print(set(sys.modules) & set({heavy}))") == "set()"


def test_the_import_takes_less_than_a_tenth_of_a_second() -> None:
    """The best of five, without the interpreter's own start."""
    code = "import time; start = time.perf_counter(); import freebit; print(time.perf_counter() - start)"
    assert min(float(run(code)) for _ in range(5)) < 0.1


def test_the_examples_of_the_library_page_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    start = time.perf_counter()
    done = doctest.testfile(
        str(ROOT / "docs" / "library.md"), module_relative=False, optionflags=FLAGS, encoding="utf-8"
    )
    assert done.attempted >= 25
    assert done.failed == 0
    assert time.perf_counter() - start < 120


def test_the_example_of_the_readme_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=FLAGS, encoding="utf-8")
    assert (done.failed, done.attempted) == (0, 4)


def test_the_example_of_the_docstring_is_true() -> None:
    done = doctest.testmod(freebit, optionflags=FLAGS)
    assert (done.failed, done.attempted) == (0, 4)


def test_transcripts_of_both_protocols_are_read_and_replayed(tmp_path: Path) -> None:
    """[R4.50] by one name each; a file whose digest does not fit is refused."""
    for file, asked in (
        ("paper.fbt", ["--nd", "9", "--log2-nb", "1", "--epsilon", "9/20"]),
        ("tested.fbt", ["--protocol", "tested", "--keep", "20", "--epsilon", "9/20"]),
    ):
        path = tmp_path / file
        done = CliRunner().invoke(main, ["run", *asked, "--seed", "1", "--json", "--transcript", str(path)])
        assert done.exit_code == 0, done.output
        told = json.loads(done.output)
        outcome = freebit.replay_transcript(freebit.read_transcript(path))
        assert (outcome.g, outcome.k, outcome.kept) == tuple(told[name] for name in ("g", "k", "kept"))
        body = bytearray(path.read_bytes())
        body[body.index(b"\n") + 1] ^= 1
        path.write_bytes(body)
        with pytest.raises(freebit.UnreadableError, match=r"R6\.3[0-9]"):
            freebit.read_transcript(path)


def test_a_program_is_judged_of_the_operations_that_are_named() -> None:
    """[R7.6]; an operation that nobody is asked is refused."""
    program = [sys.executable, str(ROOT / "tests" / "wrong" / "null.py"), "always-accept", "keep", "box"]
    judgement = freebit.judge_program(program, operations=["keep"], seed=3)
    assert {result.operation for result in judgement.results} == {"keep"}
    assert not judgement.passed
    with pytest.raises(freebit.FreebitError, match="no vectors of an operation 'keeps'"):
        freebit.judge_program(program, operations=["keep", "keeps"])
