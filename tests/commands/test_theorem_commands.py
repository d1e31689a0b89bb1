"""``freebit plan``, ``bound``, ``attack``, ``functions`` and ``plot`` [R6.60]-[R6.67]."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from freebit.boxes.cells import kind_labelled
from freebit.cli import main
from freebit.security.tested import known_attack, least_left_open
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.cell_sizes import CellSize
from freebit.theorem.cells import CellLibrary
from freebit.theorem.plan import plan
from freebit.theorem.result import Plan
from freebit.theorem.table import THEOREMS


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_plan_prints_the_figure() -> None:
    """[R6.61]"""
    result = run("plan", "--epsilon", "9/20", "--delta", "2^-64", "--theorem", "column")
    assert result.exit_code == 0
    assert "17088" in result.output
    assert "P(guess) <= 1/2 + 2^-64.1379" in result.output
    assert "epsilon = 9/20" in result.output


def test_plan_as_json_and_as_a_table() -> None:
    """[R6.64]"""
    result = run("plan", "--epsilon", "0.45", "--delta", "2^-64", "--noise", "1/100", "--pass", "9/10", "--json")
    document = json.loads(result.output)
    assert (document["epsilon"], document["noise"], document["selection"]) == ("9/20", "1/100", "column")
    table = run("plan", "--epsilon", "1/4", "--delta", "2^-64", "--all")
    assert table.exit_code == 0
    for name in ("paper", "row", "row-sharp", "column", "column-sharp", "column-total"):
        assert name in table.output
    assert "37158912" in table.output
    noisy = run("plan", "--epsilon", "9/20", "--delta", "2^-64", "--all", "--noise", "1/100", "--json")
    found = dict.fromkeys(each["theorem"] for each in json.loads(noisy.output))
    assert list(found) == ["column", "column-sharp", "column-total", "tested", "tested-derived"]


def test_plan_of_the_least_n() -> None:
    """[R5.89] what is printed says how often honest devices pass."""
    result = run(
        "plan", "--epsilon", "9/20", "--delta", "2^-64", "--theorem", "tested", "--least-n", "--pass", "99/100"
    )
    assert result.exit_code == 0
    assert "839 <= 2^9.72" in result.output
    assert "with probability 0.990579 or more" in result.output


def test_bound_prints_an_interval_and_says_vacuous() -> None:
    """[R6.60] [R6.62]"""
    result = run("bound", "--epsilon", "9/20", "--nd", "178", "--log2-nb", "5", "--theorem", "column")
    assert "[-64.138, -64.1379]" in result.output
    weak = run("bound", "--epsilon", "1/10", "--nd", "5", "--log2-nb", "3", "--theorem", "paper", "--json")
    assert json.loads(weak.output)["vacuous"] is True


SIZES = ("--epsilon", "9/20", "--nd", "20", "--log2-nb", "5")


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "--epsilon", "9/20", "--delta", "2^-20"),
        ("plan", "--epsilon", "9/20", "--delta", "2^-20", "--all"),
        ("bound", *SIZES),
        ("bound", *SIZES, "--theorem", "paper"),
        ("attack", "--nd", "2", "--log2-nb", "1"),
    ],
)
def test_wherever_a_bound_is_printed_all_that_it_rests_on_is(arguments: tuple[str, ...]) -> None:
    """[R6.68] in text by rule and words, in JSON as ``rests_on``."""
    text = run(*arguments).output
    documents = json.loads(run(*arguments, "--json").output)
    for assumption in (WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS):
        assert f"{assumption.words} [{assumption.rule}]" in text
    documents = list(documents.get("bounds", {"": documents}).values()) if isinstance(documents, dict) else documents
    beside = {"tested": set[str](), "tested-derived": {"R5.86"}}
    rules = [{"R5.7", "R5.8"} | beside.get(document["theorem"], {"R5.9"}) for document in documents]
    assert [{each["rule"] for each in document["rests_on"]} for document in documents] == rules


def test_devices_with_memory_are_shown_apart_from_the_attacks() -> None:
    """[R5.43] [R5.44] [R6.65]"""
    document = json.loads(run("attack", "--nd", "2", "--log2-nb", "2", "--epsilon", "1/4", "--json").output)
    assert {name: dict(values) for name, values in document["with_memory"].items()} == {
        "the last cell of a row answers the XOR of the row": {"row": "1/8"},
        "each cell answers the majority of the cell above": {"row": "61/256", "column": "961/4096"},
    }
    text = run("attack", "--nd", "2", "--log2-nb", "2").output
    assert text.index("Without [R5.8] they are false") < text.index("the XOR of the row")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("plan", "--epsilon", "0", "--delta", "2^-64"), "epsilon = 0"),
        (("plan", "--epsilon", "3/5", "--delta", "2^-64"), "epsilon = 3/5"),
        (("plan", "--epsilon", "9/20", "--delta", "0"), "delta = 0"),
        (("plan", "--epsilon", "9/20", "--delta", "x"), "not a rational"),
        (("plan", "--epsilon", "9/20", "--delta", "2^-9999999"), "beyond"),
        (("plan", "--epsilon", "1/0", "--delta", "1/9"), "not a rational"),
        (("plan", "--epsilon", "9/20", "--delta", "1/9", "--theorem", "row", "--noise", "1/9"), "noise"),
        (("plan", "--epsilon", "9/20", "--delta", "1/9", "--all", "--noise", "1/8"), "no tolerance"),
        (("plan", "--epsilon", "9/20", "--delta", "1/9", "--all", "--noise", "1/8"), "below u = 0.113175, not 1/8"),
        (("plan", "--epsilon", "9/20", "--delta", "1/9", "--all", "--noise", "1/9", "--selection", "row"), "noise"),
        (("bound", "--epsilon", "9/20", "--nd", "5"), "needs --log2-nb"),
        (("bound", "--epsilon", "9/20", "--nd", "5", "--log2-nb", "2", "--family", "mine"), "no family is called"),
        (("bound", "--epsilon", "9/20", "--nd", "5", "--log2-nb", "2", "--family", "./no.json"), "no.json"),
        (("bound", "--epsilon", "9/20", "--nd", "5", "--log2-nb", "2", "--tolerance", "4"), "tolerance"),
        (("attack", "--epsilon", "0"), "epsilon = 0"),
    ],
)
def test_bad_usage_is_told_in_a_line_with_exit_code_2(arguments: tuple[str, ...], words: str) -> None:
    """[R6.66]"""
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_attacks_lie_below_the_bounds() -> None:
    """[R6.65]"""
    result = run("attack", "--nd", "2", "--log2-nb", "2", "--json")
    document = json.loads(result.output)
    for values in document["excess"].values():
        for selection in ("row", "column"):
            bound = Fraction(document["bounds"][f"{selection}-sharp"]["excess_log2"][1])
            assert 0 <= Fraction(values[selection]) <= Fraction(2) ** 0 * 2 ** float(bound) + Fraction(0)
    assert "3/4-box everywhere" in run("attack", "--nd", "2", "--log2-nb", "2").output


@pytest.mark.parametrize("epsilon", ["1/2", "9/20", "1/10"])
def test_known_attacks_on_cells_lie_below_their_bounds(epsilon: str) -> None:
    """[R5.80] [R6.65] rates and numbers of cells, each by another way than the command's."""
    cells = json.loads(run("attack", "--nd", "2", "--log2-nb", "1", "--epsilon", epsilon, "--json").output)["cells"]
    assert len(cells) >= 6
    for label, each in cells.items():
        delta, bound, attack = Fraction(1, 2**64), Fraction(each["bound_rate"]), Fraction(each["attack_rate"])
        assert attack == known_attack(kind_labelled(label), Fraction(epsilon))
        assert attack <= bound
        assert int(each["left_open"]) == least_left_open(attack, delta)
        n = int(each["keep"])
        planned = plan(Fraction(epsilon), delta, theorem=each["theorem"], supply=supply_of(each["theorem"], label))
        assert isinstance(planned.size, CellSize)
        assert (n, bound) == (planned.size.keep, 1 - Fraction(planned.bound.numbers.document()["u"]))
        assert {rule["rule"] for rule in each["rests_on"]} == {rule.rule for rule in planned.theorem.rests_on}


def supply_of(theorem: str, label: str) -> CellLibrary:
    found: CellLibrary = THEOREMS[theorem].supply().only(label)
    return found


def test_the_best_attack_known_is_shown_beside_the_bound() -> None:
    """[R6.65] [R6.68] the bound rounded up, the attack down, and what derived inputs assume."""
    text = run("attack", "--nd", "2", "--log2-nb", "1").output
    line = next(line for line in text.splitlines() if line.startswith("four-majority-derived-1"))
    assert line.split()[1:] == ["0.9080534", "0.904741", "446", "430"]
    assert "[R5.86]" in text


def test_an_epsilon_next_to_nothing_is_no_failure() -> None:
    """[R6.65] numbers of cells may be very long."""
    done = run("attack", "--nd", "2", "--log2-nb", "1", "--epsilon", f"1/{10**30}", "--json")
    assert done.exit_code == 0
    cells = json.loads(done.output)["cells"]
    assert all(int(each["left_open"]) <= int(each["keep"]) for each in cells.values())
    assert max(len(each["keep"]) for each in cells.values()) > 60


def test_functions_are_compared() -> None:
    """[R5.18]"""
    result = run("functions", "--nd", "2", "--random", "2", "--seed", "7", "--json")
    document = json.loads(result.output)
    assert [each["name"] for each in document["functions"]] == ["XOR", "random 1", "random 2"]
    assert document["good_function_exists"] is True
    assert result.output == run("functions", "--nd", "2", "--random", "2", "--seed", "7", "--json").output
    assert "XOR" in run("functions", "--nd", "1").output


def test_pictures_are_written_and_reproducible(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    first, second = tmp_path / "a", tmp_path / "b"
    assert run("plot", "frontier", "--output", str(first)).exit_code == 0
    assert run("plot", "frontier", "--output", str(second)).exit_code == 0
    assert {p.name for p in first.iterdir()} == {"frontier.svg", "frontier.png"}
    assert (first / "frontier.svg").read_bytes() == (second / "frontier.svg").read_bytes()
    assert (first / "frontier.png").read_bytes().startswith(b"\x89PNG")
    assert b"epsilon = 0.45" in (first / "frontier.svg").read_bytes()


def test_the_picture_of_noise_is_what_the_planner_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.87], [R5.88] and with all that it rests on [R6.68]."""
    pytest.importorskip("matplotlib")
    from freebit.export import plotted

    drawn: list[int] = []

    def planned(epsilon: Fraction, delta: Fraction, **more: Any) -> Plan:
        found = plan(epsilon, delta, **more)
        drawn.append(int(found.quintuplets))
        return found

    monkeypatch.setattr(plotted, "plan", planned)
    monkeypatch.setattr(plotted, "NOISES", [Fraction(0), Fraction(1, 100)])
    assert run("plot", "noise", "--output", str(tmp_path), "--format", "svg").exit_code == 0
    assert drawn == [1158, 2211, 358, 574, 1605, 3717, 452, 772]
    text = (tmp_path / "noise.svg").read_text()
    for words in ("epsilon = 0.45", "wrong cells in percent", "tested-derived", SEPARATE_BOXES.rule):
        assert words in text
