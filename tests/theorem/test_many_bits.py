"""Many bits: the inequality, toy adversaries, codes, plans, and what a certificate must secure [R5.90]-[R5.98]."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.bits import majority_of
from freebit.boxes.game import GhzGame
from freebit.codes.code import Code, Concatenation, GeneratorCode
from freebit.codes.weights import counted
from freebit.errors import InvalidError
from freebit.kernel.check import check
from freebit.kernel.kinds.code import WeightsOfCode
from freebit.solver.codes import file_name
from freebit.theorem.enclosure import precision
from freebit.theorem.key_search import dual_bch_cells, least_tolerance, random_code_cells
from freebit.theorem.keys import KeyNumbers, KeySize, LocalKeySize, least_concatenation
from freebit.theorem.model import NoPlanError, Target, UncertifiedError
from freebit.theorem.plan import bound, plan, plan_for, plans
from freebit.theorem.theorems.many_bits import MANY_BITS, MANY_BITS_DERIVED
from freebit.theorem.theorems.tested import TESTED_LOCAL

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text().split("### Many bits")[1].split("## Run the protocol")[0]
PAGE = (ROOT / "docs" / "many-bits.md").read_text()
COMMITTED_FILES = {path.name for path in (ROOT / "certificates" / "codes").glob("*.json")}
F = Fraction
Bits = tuple[int, ...]


def tail(n: int, u: Fraction, most: int) -> Fraction:
    return sum((comb(n, k) * u**k * (1 - u) ** (n - k) for k in range(min(most, n) + 1)), F(0))


def words(code: Code, message: int) -> int:
    word = 0
    for i, row in enumerate(code.rows):
        if message >> i & 1:
            word ^= row
    return word


# The step from keys to messages.


@given(st.integers(1, 3), st.integers(0, 10**6))
def test_keys_differ_by_no_more_than_messages(bits: int, seed: int) -> None:
    """[R5.91], [R5.92] the sum over keys of |P - P_ideal| is at most the sum over messages of |D|."""
    draw = Random(seed)
    p = [F(draw.randrange(8)) for _ in range(2**bits)]
    ideal = sum(p, F(0)) / 2**bits
    away = sum((abs(each - ideal) for each in p), F(0))
    d = [sum((each * (-1) ** (m & k).bit_count() for k, each in enumerate(p)), F(0)) for m in range(2**bits)]
    assert away <= sum(map(abs, d[1:]), F(0))


# A toy: cells of the GHZ game of three, two of them, and everything that one who knows all can do.

GAME = GhzGame(3)
WORDS = list(product((0, 1), repeat=3))


@cache
def cell_tables(epsilon: Fraction) -> tuple[dict[tuple[str, int], Fraction], ...]:
    """For each deterministic device and each leaning of the three inputs: P(kept x and right or wrong, f)."""
    found = {}
    for answers in product(product((0, 1), repeat=2), repeat=3):
        for leaning in product((epsilon, 1 - epsilon), repeat=3):
            table: dict[tuple[Bits, str, int], Fraction] = {}
            for x in GAME.inputs:
                a = tuple(answers[i][x[i]] for i in range(3))
                p = F(1)
                for bit, zero in zip(x, leaning, strict=True):
                    p *= 1 - zero if bit else zero
                side = "wrong" if GAME.coefficient(a, x) else "right"
                table[x, side, majority_of(a, (0, 1, 2))] = p
            found[tuple(sorted(table.items()))] = table
    short = {}
    for table in found.values():
        # Only the sums over inputs matter to one who knows the devices.
        sums: dict[tuple[str, int], Fraction] = {}
        for (_, side, f), p in table.items():
            sums[side, f] = sums.get((side, f), F(0)) + p
        short[tuple(sorted(sums.items()))] = sums
    return tuple(short.values())


def small_codes() -> Iterator[GeneratorCode]:
    for rows in ((0b11,), (0b01,), (0b10, 0b01), (0b11, 0b01), (0b11, 0b11)):
        yield GeneratorCode(2, rows)


@pytest.mark.parametrize("epsilon", [F(1, 2), F(9, 20), F(1, 4)])
@pytest.mark.parametrize("tolerance", [0, 1])
def test_no_deterministic_adversary_beats_the_bound(epsilon: Fraction, tolerance: int) -> None:
    """[R5.92] all pairs of deterministic devices and all leanings of all inputs, two kept cells."""
    library = TESTED_LOCAL.supply().only("three-majority-local")
    u = library.best(epsilon).u
    assert u > 0
    for code in small_codes():
        allowed = sum((n * tail(w, u, tolerance) for w, n in counted(code).items()), F(0)) / 4
        best = F(0)
        for first, second in product(cell_tables(epsilon), repeat=2):
            passed = F(0)
            for ((s, _), p), ((t, _), q) in product(first.items(), second.items()):
                if (s == "wrong") + (t == "wrong") <= tolerance:
                    passed += p * q
            # The devices and inputs being known, so is the key: one key has all, the others nothing.
            best = max(best, passed * 2 * (1 - F(1, 2**code.bits)) / 4)
        assert best <= allowed
    assert best > 0


@given(st.integers(0, 10**6))
def test_mixtures_of_keys_in_two_cells(seed: int) -> None:
    """[R5.92] devices that leave f open: the exact distance of the key is at most the sum over messages of biases."""
    draw = Random(seed)
    biases = [F(draw.randrange(-4, 5), 8) for _ in range(2)]
    for code in small_codes():
        p: dict[int, Fraction] = {}
        for values in product((0, 1), repeat=2):
            chance = F(1)
            for value, bias in zip(values, biases, strict=True):
                chance *= (1 + (-1) ** value * bias) / 2
            cells = values[0] << 1 | values[1]
            key = sum(((row & cells).bit_count() & 1) << i for i, row in enumerate(code.rows))
            p[key] = p.get(key, F(0)) + chance
        away = sum((abs(p.get(k, F(0)) - F(1, 2**code.bits)) for k in range(2**code.bits)), F(0))
        most = F(0)
        for m in range(1, 2**code.bits):
            word = words(code, m)
            term = F(1)
            for place, bias in enumerate(biases):
                term *= abs(bias) if word >> (1 - place) & 1 else 1
            most += term
        assert away <= most


# Sizes.


@pytest.mark.parametrize("theorem", [MANY_BITS, MANY_BITS_DERIVED], ids=str)
@pytest.mark.parametrize("bits", [128, 256])
@pytest.mark.parametrize("error", [None, F(1, 100)])
@pytest.mark.parametrize("epsilon", [F(9, 20), F(2, 5)])
def test_sizes(theorem, bits: int, error: Fraction | None, epsilon: Fraction) -> None:  # type: ignore[no-untyped-def]
    """[R5.93], [R5.97], [R5.98] within 2^-64, and at most a quarter above the random-code size."""
    target = Target(epsilon, F(1, 2**64), error, bits=bits)
    found = plan_for(target, theorem)
    numbers, size = found.bound.numbers, found.size
    assert isinstance(numbers, KeyNumbers)
    assert isinstance(numbers.code, Concatenation)
    assert isinstance(size, KeySize)
    assert found.bound.excess_at_most(target.delta)
    assert size.bits == numbers.code.bits == bits
    assert size.keep == numbers.code.cells
    best = random_code_cells(numbers.cell.u, target, derived=theorem is MANY_BITS_DERIVED)
    assert best <= size.keep <= F(5, 4) * best
    row = f"| {size.keep} | {size.tolerance} | {int(found.quintuplets)} | {best} | {size.keep / best:.2f} |"
    noise, inputs = "1 %" if error else "0", "derived" if theorem is MANY_BITS_DERIVED else "local"
    code = f"{numbers.code.inner} {numbers.code.field.degree}, [{numbers.code.length},{numbers.code.dimension}]"
    assert f"| {inputs} | {float(epsilon)} | {noise} | {bits} | {code} {row}" in PAGE
    assert file_name(numbers.code) in COMMITTED_FILES
    if theorem is MANY_BITS:
        shown = f"{size.keep} | {best}"
        line = next(line for line in README.splitlines() if line.startswith(f"| {float(epsilon)} | {noise} |"))
        assert line.endswith(f"| {shown} |") if bits == 256 else f"| {noise} | {shown} |" in line
    if error:
        passing = found.pass_probability
        assert passing is not None
        with precision(256):
            assert F(9, 10) <= passing.lower()


@pytest.mark.parametrize("theorem", [MANY_BITS, MANY_BITS_DERIVED], ids=str)
@pytest.mark.parametrize("epsilon", [F(9, 20), F(2, 5)])
def test_what_the_figures_rest_on(theorem, epsilon: Fraction) -> None:  # type: ignore[no-untyped-def]
    """[R5.92] u is that of a theorem of Rocq, and the weights are those of a committed file that the kernel accepts."""
    rates = (ROOT / "spec" / "rocq" / "TestedRates.v").read_text()
    for bits, error in product((128, 256), (None, F(1, 100))):
        numbers = plan_for(Target(epsilon, F(1, 2**64), error, bits=bits), theorem).bound.numbers
        assert isinstance(numbers, KeyNumbers)
        assert isinstance(numbers.code, Concatenation)
        kind = "derived_u 4 (inord 3)" if theorem is MANY_BITS_DERIVED else "local_u 5"
        e, u = (f"(fraction {x.numerator} {x.denominator})" for x in (epsilon, numbers.cell.u))
        assert f"{kind} Multiplexer {e} {u}" in rates
        report = check((ROOT / "certificates" / "codes" / file_name(numbers.code)).read_bytes())
        assert report.accepted
        (fact,) = report.facts
        assert isinstance(fact, WeightsOfCode)
        assert (fact.code, fact.weights) == (numbers.code, numbers.weights)


def test_the_bound_is_the_sum_of_the_rule() -> None:
    """[R5.92], [R5.94], [R5.95], [R5.96] exactly, for a small code."""
    library = MANY_BITS.supply()
    cell = library.cells.best(F(9, 20))
    code = least_concatenation("simplex", 3, 5, 9)
    numbers = KeyNumbers.of(cell, code)
    for tolerance in (0, 1, 4):
        exact = sum((n * tail(w, cell.u, tolerance) for w, n in counted(code).items()), F(0)) / 4
        size = LocalKeySize(code.cells, tolerance, 0, 9)
        with precision(256):
            ball = MANY_BITS.excess_at(numbers, F(9, 20), size)
            assert ball.lower() <= exact <= ball.upper()
        assert exact <= (2**9 - 1) * tail(12, cell.u, tolerance) / 4
        for theta in (F(1, 4), F(1, 2), F(1)):
            rate = 1 - (1 - theta) * cell.u
            assert 4 * exact <= theta**-tolerance * sum((n * rate**w for w, n in counted(code).items()), F(0))


def test_random_codes() -> None:
    """[R5.97] the mean over all generators of two rows on three cells."""
    u, n = F(1, 5), 3
    for tolerance in (0, 1):
        total = F(0)
        for rows in product(range(2**n), repeat=2):
            code = GeneratorCode(n, rows)
            total += sum((k * tail(w, u, tolerance) for w, k in counted(code).items()), F(0))
        assert total / 4**n == 3 * tail(n, u / 2, tolerance)


def test_what_is_not_certified_is_not_used() -> None:
    """[R5.25], [R5.92]"""
    library = MANY_BITS.supply()
    numbers = KeyNumbers.of(library.cells.best(F(9, 20)), least_concatenation("reed-muller", 7, 67, 256))
    assert library.vouch(numbers, F(9, 20)) is numbers
    (weight, number), *rest = numbers.weights
    with pytest.raises(UncertifiedError, match=r"R3\.95"):
        library.vouch(replace(numbers, weights=((weight, number - 1), *rest)), F(9, 20))
    with pytest.raises(UncertifiedError):
        library.vouch(replace(numbers, cell=replace(numbers.cell, A=F(0))), F(9, 20))


def test_sizes_that_are_none() -> None:
    """[R4.73], [R5.98]"""
    library = MANY_BITS.supply()
    numbers = KeyNumbers.of(library.cells.best(F(9, 20)), least_concatenation("reed-muller", 7, 41, 128))
    with pytest.raises(InvalidError, match=r"R4\.73.*128 bits"):
        MANY_BITS.excess_at(numbers, F(9, 20), LocalKeySize(5000, 0, 0, 256))
    with pytest.raises(InvalidError, match=r"R4\.73.*2624 cells"):
        MANY_BITS.excess_at(numbers, F(9, 20), LocalKeySize(2000, 0, 0, 128))
    with pytest.raises(InvalidError, match=r"R3\.90.*at least one bit, not 0"):
        LocalKeySize(10, 0, 0, 0)
    with pytest.raises(InvalidError, match="fits into"):
        bound(F(9, 20), LocalKeySize(10, 0, 0, 256), theorem=MANY_BITS)
    with pytest.raises(InvalidError, match="about one bit"):
        plan(F(9, 20), F(1, 2**64), theorem="tested", bits=2)
    with pytest.raises(InvalidError, match=r"R6\.95"):
        plan(F(9, 20), F(1, 2**64), theorem="many-bits", bits=1025)
    with pytest.raises(NoPlanError, match="no code is known"):
        plan(F(9, 20), F(1, 2**64), theorem="many-bits", bits=8, error=F(1, 10))


def test_bound_at_a_size_takes_the_best_code() -> None:
    """[R5.57] and a longer one is no worse."""
    small, large = (bound(F(9, 20), LocalKeySize(n, 0, 0, 256), theorem=MANY_BITS) for n in (4288, 5000))
    assert small.excess_at_most(F(1, 2**64))
    assert large.excess_at_most(F(1, 2**64))
    assert large.log2_excess() <= small.log2_excess() or float(large.log2_excess()[1]) <= float(small.log2_excess()[1])


def test_plans_of_many_bits_are_not_plans_of_one() -> None:
    """[R5.98]"""
    one = {each.theorem.name for each in plans(Target(F(9, 20), F(1, 2**20)))}
    many = {each.theorem.name for each in plans(Target(F(9, 20), F(1, 2**20), bits=16))}
    assert many == {"many-bits", "many-bits-derived"}
    assert not one & many


def test_tolerances() -> None:
    """[R5.98] the least with which honest devices pass, and none without noise."""
    quiet, noisy = (Target(F(9, 20), F(1, 2**64), error, bits=128) for error in (None, F(1, 100)))
    assert least_tolerance(3000, quiet, derived=True) == 0
    found = least_tolerance(3000, noisy, derived=True)
    assert tail(3000, F(1, 100), found) >= F(9, 10) > tail(3000, F(1, 100), found - 1)


@pytest.mark.parametrize(("epsilon", "bits", "cells"), [(F(9, 20), 128, 3869), (F(2, 5), 256, 13235)])
def test_dual_bch_codes(epsilon: Fraction, bits: int, cells: int) -> None:
    """[R5.99] about twice the size of the concatenations."""
    target = Target(epsilon, F(1, 2**64), bits=bits)
    u = MANY_BITS.supply().cells.best(epsilon).u
    assert dual_bch_cells(u, target, derived=False) == cells
    assert f"| {cells} |" in PAGE
