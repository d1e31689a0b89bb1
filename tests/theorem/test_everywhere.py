"""The committed certificates for tested cells are nearly the best there are, at every epsilon [R5.101]-[R5.103]."""

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from freebit.boxes.entries import entry_of
from freebit.kernel.check import check
from freebit.kernel.kinds.tested_cells import CellLoads
from freebit.kernel.kinds.tested_limit import NoneBetter
from freebit.theorem.cells import CellFile
from freebit.theorem.everywhere import Comparison, Limits, accepted_files
from freebit.theorem.model import UncertifiedError
from tests.security.test_tested import sides
from tests.theorem.find_limits import COMPARED, FOLDER, FURTHER, KNOWN_AT, found

F = Fraction
CERTIFICATES = Path(__file__).parents[2] / "certificates" / "tested"
#: The intervals of epsilon in the table of R5.103.
BETWEEN = ((F(9, 20), F(1, 2)), (F(1, 10), F(9, 20)), (F(1, 100), F(1, 10)))
#: The shares of the best u, on these intervals and below 1/100, in hundredths.
SHARES = {
    "five-multiplexer-local": (92, 95, 98, 99),
    "five-multiplexer-derived-4": (92, 92, 93, 98),
    "four-majority-local": (94, 87, 94, 99),
    "four-majority-derived-1": (94, 83, 92, 98),
}


def limit_paths(name: str) -> list[Path]:
    further = (path for path in (FOLDER / name).glob("*.json") if not path.stem.startswith("best"))
    return [*sorted((CERTIFICATES / name).glob("limit-*.json")), *sorted(further)]


@cache
def limits_of(name: str) -> Limits:
    return Limits.read(limit_paths(name))


@cache
def files_of(name: str) -> tuple[CellFile, ...]:
    paths = sorted((CERTIFICATES / name).glob("*.json"))
    return accepted_files(path for path in paths if not path.stem.startswith("limit"))


@pytest.mark.parametrize("name", COMPARED)
def test_at_every_epsilon_nearly_the_best(name: str) -> None:
    """[R5.102] [R5.103] in exact numbers, of files that the kernel accepts."""
    *shares, below = SHARES[name]
    for (low, high), share in zip(BETWEEN, shares, strict=True):
        assert Comparison(files_of(name), limits_of(name), F(share, 100)).shown(low, high)
    assert Comparison(files_of(name), limits_of(name), F(below, 100)).shown_below(F(1, 100))


def test_one_certificate_at_every_epsilon() -> None:
    """[R5.79] below-7-20 alone, with 2/(6 + 9 r^2)."""
    (file,) = (each for each in files_of("five-multiplexer-local") if each.name.endswith("below-7-20"))
    for denominator in (2, 3, 100, 10**6):
        assert file.numbers(F(1, denominator)).u == F(2, 6 + 9 * (denominator - 1) ** 2)
    limits = limits_of("five-multiplexer-local")
    assert Comparison((file,), limits, F(91, 100)).shown(F(9, 20), F(1, 2))
    assert Comparison((file,), limits, F(94, 100)).shown(F(1, 10), F(9, 20))
    assert Comparison((file,), limits, F(98, 100)).shown(F(1, 100), F(1, 10))
    assert Comparison((file,), limits, F(999, 1000)).shown_below(F(1, 100))


def test_more_than_there_is_is_not_shown() -> None:
    """[R5.102] a certificate that is worse somewhere in the interval, even in a point, has not the share."""
    name, limits = "four-majority-derived-1", limits_of("four-majority-derived-1")
    files = {file.name.split("/")[1]: file for file in files_of(name)}
    there = Comparison((files["best-1-2"],), limits, F(99, 100))
    assert there.shown(F(4999, 10000), F(1, 2))
    assert not there.shown(F(4, 10), F(1, 2))
    assert not Comparison((files["best-1-2"],), limits, F(101, 100)).shown(F(4999, 10000), F(1, 2))
    small = Comparison((files["below-1-100"],), limits, F(98, 100))
    assert small.shown_below(F(1, 100))
    assert not replace(small, share=F(99, 100)).shown_below(F(1, 100))
    assert not replace(small, files=(files["below-3-20"],)).shown_below(F(1, 100))
    # One whose right loads grow with r says nothing of small epsilon.
    assert not replace(small, files=(files["best-1-10"],), share=F(1, 1000)).shown_below(F(1, 100))


@pytest.mark.parametrize("name", ["four-majority-derived-1", "three-majority-local"])
@pytest.mark.parametrize("epsilon", [F(1, 2), F(7, 16), F(3, 10), F(1, 9), F(1, 1000)])
def test_a_limit_serves_every_epsilon(name: str, epsilon: Fraction) -> None:
    """[R5.101] the kernel accepts the same tables at another epsilon, with the largest as mu, all divided by M."""
    for path in limit_paths(name)[:3]:
        limits = Limits.read([path])
        document = moved(json.loads(path.read_bytes()), limits, epsilon)
        report = check(json.dumps(document).encode())
        assert report.accepted, report.rejection
        (fact,) = report.facts
        assert isinstance(fact, NoneBetter)
        assert 1 - fact.rate == limits.most((F(1),), epsilon)
        document["claim"]["rate"] = str(fact.rate + F(1, 10**9))
        rejection = check(json.dumps(document).encode()).rejection
        assert rejection is not None and rejection.rule == "R3.89"


def moved(document: dict[str, dict[str, object]], limits: Limits, epsilon: Fraction) -> dict[str, dict[str, object]]:
    """A limit at another epsilon, with the mu that R5.101 names, worked out from its tables entry by entry."""
    s, n = epsilon / (1 - epsilon), limits.kind.parties
    mass = limits.mass((F(1),), s)
    boxes = document["witness"]["boxes"]
    assert isinstance(boxes, dict)
    for member in boxes.values():
        for side in ("plus", "minus"):
            if side in member:
                member[side] = {key: str(F(value) / mass) for key, value in member[side].items()}
    document["claim"]["epsilon"] = str(epsilon)
    document["claim"]["rate"] = str(limits.reached[0] / mass)
    sums = table_of(document, limits)
    mu: dict[str, str] = {}
    for index in range(4**n):
        a, x = entry_of(index, n)
        if x in limits.kind.game.inputs:
            most = max(s ** limits.kind.inputs.distance(x, y) * value for y, value in sums[index].items())
            if most:
                mu["".join(map(str, a)) + "|" + "".join(map(str, x))] = str(most)
    document["witness"]["mu"] = mu
    return document


def table_of(document: dict[str, dict[str, object]], limits: Limits) -> dict[int, dict[tuple[int, ...], Fraction]]:
    """P_y+ + P_y- by entry and y, of a document whose mu is not looked at."""
    from freebit.kernel.kinds.tested_limit import TestedLimit
    from freebit.wire.document import read_document
    from freebit.wire.reader import Reader

    reader = Reader(read_document(json.dumps(document).encode()))
    limit = TestedLimit.read(reader.child("claim"), reader.child("witness"))
    found: dict[int, dict[tuple[int, ...], Fraction]] = {index: {} for index in range(4**limits.kind.parties)}
    for y, (plus, minus) in limit.boxes():
        p, q = plus.fractions(), minus.fractions()
        for index, row in found.items():
            row[y] = p.get(index, F(0)) + q.get(index, F(0))
    return found


def test_averages_of_limits_bound_more_sharply() -> None:
    """[R5.101] between two epsilon the average is below either, and never below the best certificate there is."""
    limits, epsilon = limits_of("four-majority-local"), F(3, 8)
    names = [path.stem for path in limit_paths("four-majority-local")]
    a, b = (limits.only(names.index(each)) for each in ("limit-2-5", "limit-7-20"))
    average = tuple((p + q) / 2 for p, q in zip(a, b, strict=True))
    assert limits.most(average, epsilon) < min(limits.most(a, epsilon), limits.most(b, epsilon))
    # The best u at 3/8, from the linear program.
    assert F(13407879, 214901404) < limits.most(average, epsilon) < F(13407879, 214901404) * F(21, 20)


def test_other_files_are_refused(tmp_path: Path) -> None:
    """[R5.101]"""
    local, derived = (
        CERTIFICATES / name / "limit-1-10.json" for name in ("three-majority-local", "four-majority-local")
    )
    with pytest.raises(UncertifiedError, match="different kinds of cells"):
        Limits.read([local, derived])
    with pytest.raises(UncertifiedError, match="of kind 'tested-limit' is wanted"):
        Limits.read([CERTIFICATES / "three-majority-local" / "best-1-10.json"])
    document = json.loads(local.read_bytes())
    document["claim"]["rate"] = "1"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(document))
    with pytest.raises(UncertifiedError, match="is rejected"):
        Limits.read([bad])
    with pytest.raises(ValueError, match="is about other cells than the limits"):
        Comparison(files_of("four-majority-local"), Limits.read([local]), F(1, 2))


@pytest.mark.parametrize("name", [name for name, (_, both) in FURTHER.items() if both])
@pytest.mark.parametrize("epsilon", ["2-5", "3-10"])
def test_further_certificates_reach_their_limits(name: str, epsilon: str) -> None:
    """[R5.77] [R5.78] of the majority of five parties, with the number of four."""
    (loads,) = check((FOLDER / name / f"best-{epsilon}.json").read_bytes()).facts
    (limit,) = check((FOLDER / name / f"limit-{epsilon}.json").read_bytes()).facts
    assert isinstance(loads, CellLoads) and isinstance(limit, NoneBetter)
    a, b = sides(loads, limit.epsilon)
    assert (1 - a) / (1 - a + max(a, b)) == 1 - limit.rate
    (four,) = check((CERTIFICATES / name.replace("five", "four") / f"limit-{epsilon}.json").read_bytes()).facts
    assert isinstance(four, NoneBetter) and (four.epsilon, four.rate) == (limit.epsilon, limit.rate)


def test_the_further_limits_are_found_again() -> None:
    """[R5.77] those of four parties with local inputs; the command writes all."""
    name = "four-majority-local"
    files = dict(found(name))
    assert {FOLDER / path for path in files} == set((FOLDER / name).glob("*.json"))
    for path, data in files.items():
        assert (FOLDER / path).read_bytes() == data, path
    assert f"{name}/below-{KNOWN_AT.numerator}-{KNOWN_AT.denominator}.json" in files
