"""Each step of the distiller's numbers and functions, against lists and sums written out [R5.16]-[R5.19]."""

import json
from fractions import Fraction
from itertools import product
from math import exp, gcd
from pathlib import Path

import pytest

from freebit.errors import InvalidError
from freebit.theorem.distiller import (
    Direction,
    DistillationNumbers,
    Quality,
    _coprime,
    _directions,
    _symmetric,
    committed_numbers,
    directions_of,
    existence_threshold,
    find_good_function,
    good_function_exists,
    quality,
    signed_sum,
    table_of_number,
    xor_table,
)
from freebit.theorem.enclosure import precision
from freebit.theorem.model import UncertifiedError
from freebit.verification import default_folder
from freebit.wire.document import UnreadableError
from freebit.wire.reader import Reader

F = Fraction
COMMITTED = default_folder() / "distillation" / "majority-123.json"
DIRECTIONS = ((0, 1), (1, 0), (1, 1), (2, -1), (3, 1))


def summed(table: tuple[int, ...], chosen: tuple[Direction, ...]) -> int:
    """The sum over all words, as it stands."""
    total = 0
    for value, word in zip(table, product((0, 1), repeat=len(chosen)), strict=True):
        term = -1 if value else 1
        for bit, direction in zip(word, chosen, strict=True):
            term *= direction[bit]
        total += term
    return total


def tables(nd: int) -> list[tuple[int, ...]]:
    return list(product((0, 1), repeat=2**nd))


def test_the_threshold() -> None:
    """[R5.17] e^(9/2)/2 = 45.00856..."""
    with precision(128):
        assert existence_threshold().decimals(9) == ("45.00856565", "45.008565651")


def test_functions_that_exist_by_counting() -> None:
    """[R5.17] 2 (m e^(-9/2))^Nd < 1."""
    for nd in (1, 2, 3, 7, 100):
        most = 0.5 ** (1 / nd) * exp(4.5)
        for directions in range(1, 100):
            assert good_function_exists(directions, nd) == (directions < most)


def test_coprime_directions() -> None:
    """One pair for each line through the origin."""
    numbers = (F(0), F(1), F(-1), F(2, 3), F(-3, 2), F(5, 6), F(4), F(10, 9))
    for first, second in product(numbers, repeat=2):
        if first or second:
            p, q = _coprime(first, second)
            assert p * second == q * first
            assert gcd(p, q) == 1
            assert (p, q) > (0, 0)


def test_the_directions_of_a_certificate() -> None:
    """[R5.17] W + G and W - G of all entries that either has."""
    found = set()
    for member in json.loads(COMMITTED.read_bytes())["witness"].values():
        for index in {*member["W"], *member["G"]}:
            w, g = F(member["W"].get(index, 0)), F(member["G"].get(index, 0))
            found.add((w + g) / (w - g) if w != g else None)
    directions = directions_of(COMMITTED)
    assert {F(p, q) if q else None for p, q in directions} == found
    assert len(directions) == len(found) == 17
    assert list(directions) == sorted(directions)
    assert directions[0] == (1, 1) and directions[-1] == (957969317698765, -99514486113251)


def test_directions_of_entries() -> None:
    """[R5.17] an entry that is not there is 0."""
    first = {"W": {"00000|00001": "1", "00000|00010": "2/3"}, "G": {"00000|00001": "1/3", "11111|00001": "-5"}}
    second = {"W": {"01010|00100": "-1/2"}, "G": {"01010|00100": "3/4"}}
    # (4/3, 2/3), (2/3, 2/3), (-5, 5), (1/4, -5/4)
    witness = Reader({"00001": first, "00010": second})
    assert _directions(witness) == ((1, -5), (1, -1), (1, 1), (2, 1))
    with pytest.raises(UnreadableError):
        _directions(Reader({"00001": {"W": {"0000|0001": "1"}, "G": {}}}))


def test_signed_sums() -> None:
    """[R5.16]"""
    assert (signed_sum((0,), ()), signed_sum((1,), ())) == (1, -1)
    for nd in (1, 2):
        for table, chosen in product(tables(nd), product(DIRECTIONS, repeat=nd)):
            assert signed_sum(table, chosen) == summed(table, chosen)
    three = ((2, 5), (-3, 7), (11, 1))
    for number in range(0, 256, 7):
        table = tuple(number >> i & 1 for i in range(8))
        assert signed_sum(table, three) == summed(table, three)


@pytest.mark.parametrize(("length", "bits"), [(1, 1), (3, 1), (3, 2), (8, 2), (2, 2)])
def test_tables_of_another_length(length: int, bits: int) -> None:
    with pytest.raises(InvalidError) as caught:
        signed_sum((0,) * length, DIRECTIONS[:bits])
    assert str(caught.value) == f"a truth table of {length} values is not one of {bits} bits"


def test_the_worst_directions() -> None:
    """[R5.16] [R5.18] the largest of all, the first of equals."""
    for nd in (1, 2):
        for table in tables(nd):
            found = {}
            for chosen in product(DIRECTIONS, repeat=nd):
                length = nd
                for p, q in chosen:
                    length *= p * p + q * q
                found[chosen] = F(summed(table, chosen) ** 2, length)
            most = max(found.values())
            worst = next(chosen for chosen, square in found.items() if square == most)
            assert quality(table, reversed(DIRECTIONS)) == Quality(most, worst)
    assert quality((0, 1), [(1, 1)]) == Quality(F(0), ((1, 1),))


def test_a_table_that_depends_on_the_order() -> None:
    """[R5.18] three directions of three quintuplets, all 27 products."""
    directions = ((1, 0), (1, 2), (3, -1))
    for number in (1, 2, 23, 100, 150, 232):
        table = table_of_number(3, number)
        squares = []
        for chosen in product(directions, repeat=3):
            length = 3
            for p, q in chosen:
                length *= p * p + q * q
            squares.append(F(summed(table, chosen) ** 2, length))
        assert quality(table, directions).square == max(squares)


@pytest.mark.parametrize("table", [(), (0,), (0, 1, 0), (0, 2), (0, -1), (0, 0, 0, 0, 1)])
def test_what_is_no_table(table: tuple[int, ...]) -> None:
    """[R5.18]"""
    with pytest.raises(InvalidError) as caught:
        quality(table, DIRECTIONS)
    assert str(caught.value) == f"a truth table of {len(table)} values is not that of a Boolean function"


def test_good_is_at_most_nine() -> None:
    """[R5.16]"""
    assert [Quality(F(square), ()).good for square in (0, 8, 9, F(91, 10), 10)] == [True, True, True, False, False]


def test_tables_that_depend_on_the_number_of_ones_alone() -> None:
    """The order of directions does not matter for these, and for no others."""
    for nd in (1, 2, 3):
        for table in tables(nd):
            by_ones: dict[int, set[int]] = {}
            for value, word in zip(table, product((0, 1), repeat=nd), strict=True):
                by_ones.setdefault(sum(word), set()).add(value)
            assert _symmetric(table, nd) == all(len(values) == 1 for values in by_ones.values())


def test_tables_by_name_and_number() -> None:
    assert [xor_table(nd) for nd in range(4)] == [(0,), (0, 1), (0, 1, 1, 0), (0, 1, 1, 0, 1, 0, 0, 1)]
    assert [table_of_number(1, number) for number in range(4)] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert table_of_number(2, 0b1101) == (1, 0, 1, 1)
    assert table_of_number(0, 1) == (1,)


def test_the_first_good_function() -> None:
    """[R5.18] |S| of a constant on six bits is 2^6 for directions (1, 1), above 3 sqrt(6) 2^3."""
    bad, good = 0, sum(value << w for w, value in enumerate(xor_table(6)))
    assert find_good_function(6, [(1, 1)], [bad, good, bad]) == xor_table(6)
    assert find_good_function(6, [(1, 1)], [bad]) is None
    assert find_good_function(1, [(1, 1)], []) is None
    assert find_good_function(1, iter([(1, 1)]), [2, 1]) == (0, 1)


def test_numbers() -> None:
    """[R5.19] [R6.63] those that are committed, as programs and people read them."""
    numbers = committed_numbers()
    assert numbers == DistillationNumbers(F(79057, 100000), F(74477, 62500), "majority-123")
    assert numbers.document() == {"alpha": "79057/100000", "beta": "74477/62500", "certificate": "majority-123"}
    assert numbers.lines() == [("alpha, beta", "79057/100000, 74477/62500"), ("certificate", "majority-123")]


def refused(path: Path, text: str | bytes) -> str:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UncertifiedError) as caught:
        DistillationNumbers.read(path)
    return str(caught.value)


def test_what_no_certificate_says(tmp_path: Path) -> None:
    """[R5.25] word by word."""
    path = tmp_path / "mine.json"
    document = json.loads(COMMITTED.read_bytes())
    document["claim"]["alpha"] = "1"
    assert refused(path, json.dumps(document)).startswith("mine is rejected: [R3.41] at ")
    other = (default_folder() / "families" / "vertex-1.json").read_bytes()
    words = "mine is not a certificate of kind 'distillation' for all inputs of five parties"
    assert refused(path, other) == words
    document = json.loads(COMMITTED.read_bytes())
    kept = document["claim"]["inputs"][1:]
    document["claim"]["inputs"] = kept
    document["witness"] = {y: document["witness"][y] for y in kept}
    assert refused(path, json.dumps(document)) == words
