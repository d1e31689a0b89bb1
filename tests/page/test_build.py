"""The page of proofs, as a file: it holds the modules as they are, all certificates, and loads nothing else."""

import base64
import gzip
import json
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from page.build import CHECKER, HERE, BundleError, bundle, certificates, main, page, rules

from page import sizes

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")


@pytest.fixture(scope="module")
def built() -> str:
    return page()


def data(built: str, name: str) -> str:
    found = re.search(rf'<script type="[^"]+" id="{name}">(.*?)</script>', built, re.DOTALL)
    assert found
    return found[1]


def test_every_line_of_the_checker_is_in_the_page(built: str) -> None:
    """One source: no line of the second implementation's checker is written again."""
    used = set(re.findall(r"^modules\['([a-z-]+\.mjs)'\] = ", built, re.MULTILINE))
    shared = {name for name in used if (CHECKER / name).is_file()}
    assert {"certificate.mjs", "certificate-tested.mjs", "wire.mjs", "rational.mjs"} <= shared
    assert used - shared == {"worker.mjs", "app.mjs", "pictures.mjs", "plan.mjs"}
    for name in shared:
        text = re.sub(r"^export ", "", (CHECKER / name).read_text("utf-8"), flags=re.MULTILINE)
        after_imports = re.split(r"^import .*?;\n", text, flags=re.MULTILINE | re.DOTALL)[-1]
        assert len(after_imports.splitlines()) > 20
        assert after_imports in built


def test_nothing_is_loaded_from_elsewhere(built: str) -> None:
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', built) == []
    assert set(re.findall(r"https?://[^'\"]*", built)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in built
    assert "{{" not in re.sub(r"<script.*?</script>", "", built, flags=re.DOTALL)


def test_all_certificates_are_there_byte_for_byte(built: str) -> None:
    packed: dict[str, str] = json.loads(gzip.decompress(base64.b64decode(data(built, "committed"))))
    folder = ROOT / "certificates"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json")}
    del files["index.json"]
    assert {name: text.encode() for name, text in packed.items()} == files


def test_every_kind_has_its_rules(built: str) -> None:
    told: Any = json.loads(data(built, "rules-of-kinds"))
    kinds = {json.loads(text)["kind"] for text in certificates(ROOT / "certificates").values()}
    assert kinds <= set(told["kinds"])
    assert all(told["kinds"][kind] for kind in kinds)
    assert told["kinds"]["attainment"] == ["R3.20", "R3.21", "R3.22"]
    assert told["sentences"]["R3.41"] == "0 < alpha < 1 < beta."


def test_a_rule_is_its_first_sentence_alone(tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.md"
    chapter.write_text("## Kind `x`: y\n\n**[R3.1]** One\ntwo.\n*Reason:* three.\n\n## Else\n\n**[R3.2]** Four.\n")
    assert rules([chapter]) == {"sentences": {"R3.1": "One two.", "R3.2": "Four."}, "kinds": {"x": ["R3.1"]}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("export default 1;\n", "cannot be put"),
        ("import fs from 'node:fs';\n", "cannot be put"),
        ("import { x } from './gone.mjs';\n", r"gone\.mjs: there is no such module"),
        ("export const x = '</script>';\n", "ends a script"),
    ],
)
def test_modules_that_cannot_be_put_in_are_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "start.mjs").write_text(text)
    with pytest.raises(BundleError, match=said):
        bundle(tmp_path / "start.mjs", [tmp_path], "it")


def test_a_bundle_keeps_names_and_order(tmp_path: Path) -> None:
    (tmp_path / "b.mjs").write_text("export const one = 1;\nexport function two() {\n  return one + 1;\n}\n")
    (tmp_path / "a.mjs").write_text(
        "import {\n  one, two as second,\n} from './b.mjs';\nexport const sum = one + second();\n"
    )
    script = bundle(tmp_path / "a.mjs", [tmp_path], "it")
    if NODE is None:
        pytest.skip("there is no Node that could run it")
    done = subprocess.run([NODE, "-e", f"{script} console.log(it.sum)"], capture_output=True, text=True, check=True)
    assert done.stdout == "3\n"


@pytest.mark.skipif(NODE is None, reason="there is no Node")
def test_the_checker_of_the_page_judges_in_node(tmp_path: Path) -> None:
    script = bundle(HERE / "worker.mjs", (HERE, CHECKER), "freebit")
    good = ROOT / "certificates" / "lemma" / "sparse-10000-123.json"
    bad = tmp_path / "bad.json"
    bad.write_bytes(good.read_bytes().replace(b'"-3/4"', b'"-1/4"', 1))
    program = f"{script} for (const file of process.argv.slice(1)) console.log(JSON.stringify(freebit.judge("
    program += "require('node:fs').readFileSync(file))));"
    done = subprocess.run([str(NODE), "-e", program, good, bad], capture_output=True, text=True, check=True)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {"verdict": "accepted"}
    assert (second["verdict"], second["rule"]) == ("rejected", "R3.32")


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: str) -> None:
    monkeypatch.setattr("sys.argv", ["page.build", "--output", str(tmp_path / "new" / "page.html")])
    main()
    assert (tmp_path / "new" / "page.html").read_text("utf-8") == built


@pytest.mark.parametrize("epsilon", [Fraction(1, 100), Fraction(9, 20), Fraction(1, 2)])
def test_the_table_of_sizes_is_what_the_planner_says(epsilon: Fraction) -> None:
    table = json.loads(sizes.TABLE.read_text("utf-8"))
    assert [row["epsilon"] for row in table["rows"]] == [str(each) for each in sizes.EPSILONS]
    assert sizes.row(epsilon) in table["rows"]
    assert table["rests_on"] == {theorem: sizes.rests_on(theorem) for theorem in table["theorems"]}
