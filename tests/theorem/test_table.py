"""The table of theorems, and that another theorem, of another protocol, is one more row."""

import ast
import json
import re
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import CliRunner

from freebit.cli import main
from freebit.theorem.assumptions import SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.enclosure import Enclosure, least_exponent
from freebit.theorem.model import Found, Supply, Target, Theorem, UncertifiedError
from freebit.theorem.plan import bound, plan, plans
from freebit.theorem.sizes import GridSize, Quintuplets, Size, SizeParameter
from freebit.theorem.table import THEOREMS, chosen, preferred, protocols, theorem_named
from tests.theorem.toy_theorem import Rate

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "\n\n".join((ROOT / "spec" / name).read_text() for name in ("5-security.md", "5-tested.md", "5-many-bits.md"))
F = Fraction


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=str)
def test_the_record_says_what_the_specification_says(theorem: Theorem[Any, Any, Any]) -> None:
    """The rule has the theorem's name and statement; what it rests on is stated in chapter 5 [R5.7]."""
    paragraph = next(p for p in CHAPTER.split("\n\n") if p.startswith(f"**[{theorem.rule}]**"))
    sentence = " ".join(paragraph.split())
    assert f"`{theorem.name}`" in sentence
    assert theorem.statement in sentence
    assert theorem.rests_on[:2] == (WEAK_SOURCE, SEPARATE_BOXES)
    for assumption in theorem.rests_on:
        assert f"**[{assumption.rule}]**" in CHAPTER


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=str)
def test_what_rocq_states_is_there(theorem: Theorem[Any, Any, Any]) -> None:
    stated = "".join(path.read_text() for path in (ROOT / "spec" / "rocq").glob("*.v"))
    for name in theorem.rocq:
        assert re.search(rf"^Theorem {name}\b", stated, re.MULTILINE)


def test_each_protocol_has_one_preferred_theorem() -> None:
    for protocol in protocols():
        assert [t for t in THEOREMS.values() if t.protocol == protocol and t.preferred] == [preferred(protocol)]
    assert chosen(None, None) is THEOREMS["column-sharp"]
    assert chosen("row", None) is THEOREMS["row-sharp"]
    with pytest.raises(ValueError, match="no theorem 'nonsense'"):
        theorem_named("nonsense")


def test_nothing_but_its_module_and_the_table_names_a_theorem() -> None:
    """Commands, pictures, the kit and claims read the table."""
    package = ROOT / "reference" / "freebit"
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text())
        words = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        modules = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        inside = path.parent.name == "theorems"
        assert inside or not {word for word in words if word in ("row-sharp", "column-sharp")}, path
        assert path.name == "table.py" or not [m for m in modules if "theorem.theorems." in m], path


# A theorem of another protocol, with sizes and numbers of its own kinds: a bound that is a power of a rate.


@dataclass(frozen=True)
class Tries(Size):
    """n tries, of which T may be wrong; one quintuplet each."""

    n: int
    wrong: int = 0

    PARAMETERS = (SizeParameter("n", 1, "tries"), SizeParameter("wrong", 0, "wrong tries", needed=False))

    @property
    def tolerance(self) -> int:
        return self.wrong

    @property
    def quintuplets(self) -> Quintuplets:
        return Quintuplets(self.n)

    def pass_probability(self, error: Fraction) -> Enclosure:
        tail = (comb(self.n, i) * error**i * (1 - error) ** (self.n - i) for i in range(self.wrong + 1))
        return Enclosure.of(sum(tail, F(0)))

    def document(self) -> dict[str, Any]:
        return {"n": self.n, "T": self.wrong}

    def lines(self) -> list[tuple[str, str]]:
        return [("n", str(self.n)), ("T", str(self.wrong))]


@dataclass(frozen=True)
class Rates(Supply[Rate]):
    rates: tuple[Fraction, ...] = (F(9, 10), F(4, 5))

    def only(self, certificate: str | Path) -> Self:
        return type(self)((F(certificate),)) if isinstance(certificate, str) else self

    def vouch(self, numbers: Rate, epsilon: Fraction) -> Rate:
        if numbers.rate not in self.rates:
            raise UncertifiedError(f"no certificate has the rate {numbers.rate}")
        return numbers


def tries_that_meet(supply: Rates, target: Target) -> Found[Rate, Tries]:
    rate = min(supply.rates)
    return Found(Tries(least_exponent(rate, 4 * target.delta)), Rate(rate))


TOY: Theorem[Rates, Rate, Tries] = Theorem(
    name="toy",
    rule="R5.7",
    statement="1/2 + 1/4 rate^n",
    protocol="toy",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES),
    rocq=(),
    numbers=Rate,
    size=Tries,
    preferred=True,
    tolerant=True,
    supply=Rates,
    excess=lambda numbers, _, size: Enclosure.of(numbers.rate) ** size.n / 4,
    best=lambda supply, _, size: Rate(min(supply.rates)),
    least=tries_that_meet,
)


@pytest.fixture
def with_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(THEOREMS, "toy", TOY)


@pytest.mark.usefixtures("with_toy")
def test_a_theorem_of_another_protocol_is_planned_bounded_and_compared() -> None:
    planned = plan(F(9, 20), F(1, 64), theorem="toy")
    assert planned.size == Tries(13)
    assert int(planned.quintuplets) == 13
    assert F(4, 5) ** 13 <= F(1, 16) < F(4, 5) ** 12
    everything = plans(Target(F(9, 20), F(1, 64)))
    one_bit = [name for name, each in THEOREMS.items() if not each.many]
    assert list(dict.fromkeys(str(each.theorem) for each in everything)) == one_bit
    assert min(everything, key=lambda each: each.quintuplets).theorem is TOY
    found = bound(F(9, 20), Tries(3), theorem="toy", family="9/10")
    assert found.excess.lower() <= F(9, 10) ** 3 / 4 <= found.excess.upper()
    document = found.document()
    assert (document["theorem"], document["n"], document["T"], document["numbers"]) == ("toy", 3, 0, {"rate": "9/10"})


@pytest.mark.usefixtures("with_toy")
def test_numbers_and_sizes_of_another_kind_are_refused() -> None:
    """[R5.25] [R5.57]"""
    with pytest.raises(ValueError, match="not about sizes of the kind GridSize"):
        bound(F(9, 20), GridSize(3, 2), theorem="toy")
    with pytest.raises(ValueError, match="not about sizes of the kind Tries"):
        bound(F(9, 20), Tries(3), theorem="column")
    with pytest.raises(ValueError, match="does not take Rate numbers"):
        THEOREMS["column"].excess_at(Rate(F(1, 2)), F(9, 20), GridSize(3, 2))
    with pytest.raises(UncertifiedError, match="no certificate has the rate"):
        Rates().vouch(Rate(F(1, 2)), F(9, 20))


@pytest.mark.usefixtures("with_toy")
def test_the_planner_takes_it_without_being_told() -> None:
    """The commands that are loaded now have their options from the table; the comparison has a row more."""
    result = CliRunner().invoke(main, ["plan", "--epsilon", "9/20", "--delta", "1/64", "--all", "--json"])
    assert result.exit_code == 0
    documents = json.loads(result.output)
    assert [each["quintuplets"] for each in documents if each["theorem"] == "toy"] == ["13"]


@pytest.mark.parametrize(("factor", "log2"), [(1, 0), (3, 0), (3, 5), (7, 3), (96, 0), (97, 0), (1, 5000)])
def test_numbers_of_quintuplets_compare_as_they_would_written_out(factor: int, log2: int) -> None:
    """[R5.50]"""
    for other in (Quintuplets(3, 5), Quintuplets(1, 7), Quintuplets(5), Quintuplets(1, 5000)):
        assert (Quintuplets(factor, log2) < other) == (factor << log2 < other.factor << other.log2)
    if log2 > 4096:
        with pytest.raises(OverflowError, match="too long"):
            int(Quintuplets(factor, log2))
    else:
        assert int(Quintuplets(factor, log2)) == factor << log2
