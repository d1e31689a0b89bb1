"""The second checker on codes: what it reads and refuses, the words it makes, and what it asks [R3.90]-[R3.97]."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from itertools import product

import pytest
from conformance.generate.faults import BASES, Document, Fault, encode, put
from conformance.generate.faults_codes import CODES_FALSE, CODES_WIRE, code, concatenation, rows
from pytest import MonkeyPatch

from freebit.second import codes
from freebit.second.check import check_with_z3, questions_of
from freebit.second.codes import ReedSolomonWords, Rows, irreducible
from freebit.second.kinds.code import CodeQuestions
from freebit.second.model import NotDecidedError, SecondAnswer
from freebit.second.reading import ReadingError

#: An outer code [2,1] over GF(4): each of the three messages gives both symbols the same value.
REPEATED = code(2, 6, concatenation("simplex", "111", 2, 1), "exact", {4: "3"}, "mds")
#: The first three of four bits, so that the number of words at each weight is not known.
SHORTENED = code(3, 4, concatenation("reed-muller", "111", 2, 2), "bound", {1: "3", 2: "6", 3: "1"}, "mds")
#: Three words of weight 2.
EVEN = code(2, 3, rows(["110", "011"]), "exact", {2: "3"}, "counting")


def questions(document: Document) -> CodeQuestions:
    found = questions_of(encode(document))
    assert isinstance(found, CodeQuestions)
    return found


def changed(document: Document, path: str, value: object) -> Document:
    copy = deepcopy(document)
    put(path, value)(copy)
    return copy


def objections(document: Document) -> list[tuple[str, str, str]]:
    return [(one.rule, one.place, one.message) for one in questions(document).objections()]


# What is accepted, and by which questions.


@pytest.mark.parametrize("name", [name for name, base in BASES.items() if base["kind"] == "code"])
def test_good_codes_are_accepted(name: str) -> None:
    report = check_with_z3(encode(BASES[name]))
    assert report.answer is SecondAnswer.PROVED
    assert report.questions == (2 if BASES[name]["claim"]["sense"] == "exact" else 1)


@pytest.mark.parametrize("fault", (*CODES_FALSE, *CODES_WIRE), ids=lambda fault: fault.name)
def test_the_place_of_a_fault_is_named(fault: Fault) -> None:
    objection = check_with_z3(fault.data()).objection
    assert objection is not None
    assert objection.rule == fault.rule
    if fault.rule.startswith("R6."):
        assert fault.place in (None, objection.place)
    else:
        # That a code is not known exactly is told at the first weight.
        exact = {"claim/sense": "claim/weights/0/messages", None: "claim/code"}
        assert objection.place == exact.get(fault.place, fault.place)


def test_equations_of_an_outer_code() -> None:
    """[R3.97] any j symbols are 0 in 4^(1-j) words, or in one; 4 is the weight of two words other than 0."""
    script = questions(REPEATED).script()
    assert script.title == "a certificate of kind code"
    assert script.context.names == ("A_0", "A_1", "A_2")
    assert script.context.laws == (
        "(= (* 1.0 A_0) 1.0)",
        "(= (+ (* 2.0 A_0) (* 1.0 A_1)) 2.0)",
        "(= (+ (* 1.0 A_0) (* 1.0 A_1) (* 1.0 A_2)) 4.0)",
    )
    (few,), (exact,) = (query.cases for query in script.queries)
    assert (few.rule, [term for _, term in few.places]) == (
        "R3.95",
        ["(and (> A_1 0.0) (> 3.0 0.0))", "(and (> (+ A_1 A_2) 3.0) (> 3.0 3.0))"],
    )
    assert exact.rule == "R3.96"
    assert exact.places == (("claim/weights/0/messages", "(not (= A_2 3.0))"),)


def test_equations_of_a_code_that_is_shortened() -> None:
    """[R3.95] no more messages are asked for than there are; the claim may have weights that no word has."""
    script = questions(SHORTENED).script()
    assert script.context.laws[1:] == (
        "(= (+ (* 2.0 A_0) (* 1.0 A_1)) 8.0)",
        "(= (+ (* 1.0 A_0) (* 1.0 A_1) (* 1.0 A_2)) 16.0)",
    )
    (query,) = script.queries
    assert [(place, term) for case in query.cases for place, term in case.places] == [
        ("claim/weights", "(and (> A_1 3.0) (> 7.0 3.0))"),
        ("claim/weights", "(and (> (+ A_1 A_2) 9.0) (> 7.0 9.0))"),
        ("claim/weights", "(and (> (+ A_1 A_2) 10.0) (> 7.0 10.0))"),
    ]


@pytest.mark.parametrize(
    ("document", "known"),
    [
        (REPEATED, True),
        (changed(REPEATED, "claim/bits", 1), False),
        (changed(SHORTENED, "claim/sense", "exact"), False),
        # All bits, but words of the same symbols have several weights.
        (changed(changed(SHORTENED, "claim/sense", "exact"), "claim/bits", 4), False),
    ],
)
def test_when_the_numbers_are_known_exactly(document: Document, known: bool) -> None:
    """[R3.96] all messages of the outer code, and inner words of one weight."""
    (_, exact) = questions(document).script().queries
    assert all((term != "true") == known for case in exact.cases for _, term in case.places)


@pytest.mark.parametrize("given", [rows(["110", "011"]), concatenation("simplex", "111", 1, 1)])
def test_words_that_are_counted(given: Document) -> None:
    """[R3.95], [R3.96] a weight that no word has is had by none."""
    script = questions(code(2, 3, given, "exact", {1: "1", 2: "3"}, "counting")).script()
    assert script.context == type(script.context)()
    few, exact = ([term for case in query.cases for _, term in case.places] for query in script.queries)
    assert few == ["(and (> 0.0 1.0) (> 3.0 1.0))", "(and (> 3.0 4.0) (> 3.0 4.0))"]
    assert exact == ["(not (= 0.0 1.0))", "(not (= 3.0 3.0))"]


def test_what_is_shown() -> None:
    """Rows have all their zeros."""
    (shown,) = questions(changed(EVEN, "claim/code/rows", ["110", "001"])).shown()
    assert (shown.kind, shown.game) == ("code", None)
    assert shown.about == (
        ("bits", "2"), ("cells", "3"), ("code", "110,001"), ("sense", "exact"), ("weights", "2:3")
    )  # fmt: skip
    (shown,) = questions(SHORTENED).shown()
    assert shown.about == (
        ("bits", "3"), ("cells", "4"), ("code", "reed-muller,111,2,2"), ("sense", "bound"), ("weights", "1:3,2:6,3:1")
    )  # fmt: skip


# Sizes.


def of_rows(bits: int, cells: int) -> Document:
    listed = ["0" * (cells - 1 - i) + "1" + "0" * i for i in range(bits)]
    return code(bits, cells, rows(listed), "bound", {0: str(2**bits)}, "counting")


@pytest.mark.parametrize(("bits", "cells"), [(16, 17), (1, 2**16)])
def test_as_much_is_counted(bits: int, cells: int) -> None:
    """[R3.93]"""
    assert objections(of_rows(bits, cells)) == []
    more = of_rows(bits + (bits > 1), cells + (bits == 1))
    words = "17 bits, 17 cells" if bits > 1 else "1 bits, 65537 cells"
    assert objections(more) == [("R3.93", "witness/why", f"{words}: too many to count")]


def test_concatenations_are_counted_up_to_the_same_size() -> None:
    """[R3.93] but not if their weights have a closed form."""
    large = code(17, 80, concatenation("reed-muller", "100101", 5, 4), "bound", {0: "1"}, "counting")
    assert objections(large) == [("R3.93", "witness/why", "17 bits, 80 cells: too many to count")]
    assert objections(changed(large, "claim/bits", 16)) == []
    assert objections(changed(large, "witness", {"why": "mds"})) == []


def test_only_concatenations_have_a_closed_form() -> None:
    """[R3.94]; rows are counted, whatever the witness says."""
    expected = ("R3.94", "witness/why", "only concatenations have a closed form")
    assert objections(changed(EVEN, "witness", {"why": "mds"})) == [expected]
    assert objections(changed(of_rows(17, 17), "witness", {"why": "mds"})) == [
        ("R3.93", "witness/why", "17 bits, 17 cells: too many to count"), expected
    ]  # fmt: skip


@pytest.mark.parametrize(("path", "most"), [("bits", 1024), ("cells", 2**20)])
def test_larger_codes_are_not_read(path: str, most: int) -> None:
    """[R6.95]"""
    assert getattr(questions(changed(REPEATED, f"claim/{path}", most)), path) == most
    with pytest.raises(ReadingError) as caught:
        questions(changed(REPEATED, f"claim/{path}", most + 1))
    error = caught.value
    assert (error.rule, error.place) == ("R6.95", f"document/claim/{path}")
    assert error.message == f"{most + 1} are more than {most}"


@pytest.mark.parametrize(
    ("length", "dimension", "bits", "fits"),
    [
        (1, 1, 2, True), (4, 4, 8, True), (4, 4, 7, True), (4, 4, 9, False), (5, 4, 8, False), (4, 5, 8, False),
        (3, 3, 6, True), (2, 3, 4, False), (2, 0, 0, False), (4, 1, 3, False), (4, 1, 1, True),
    ],
)  # fmt: skip
def test_outer_codes(length: int, dimension: int, bits: int, fits: bool) -> None:
    """[R3.90] 0 < K <= N <= 2^m, and no more bits than m K."""
    document = code(bits, 3 * length, concatenation("simplex", "111", length, dimension), "bound", {0: "255"}, "mds")
    found = [one for one in objections(document) if one[1] == "claim/code"]
    words = f"an outer code [{length},{dimension}] does not fit {bits} bits"
    assert found == ([] if fits else [("R3.90", "claim/code", words)])


@pytest.mark.parametrize(
    ("inner", "modulus", "cells"),
    [("simplex", "111", 6), ("simplex", "1011", 14), ("reed-muller", "111", 4), ("reed-muller", "1011", 8)],
)
def test_cells_of_a_concatenation(inner: str, modulus: str, cells: int) -> None:
    """[R3.90] 2^m - 1 for each symbol, or 2^(m-1)."""
    document = code(2, cells, concatenation(inner, modulus, 2, 1), "bound", {0: "3"}, "mds")
    assert objections(document) == []
    for other in (cells - 1, cells + 1):
        words = f"{other} is not 2 * {cells // 2}"
        assert objections(changed(document, "claim/cells", other)) == [("R3.90", "claim/cells", words)]


def test_no_bits() -> None:
    """[R3.90]"""
    assert objections(code(0, 3, rows([]), "bound", {}, "counting")) == [("R3.90", "claim/bits", "a code of no bits")]


@pytest.mark.parametrize(("listed", "words"), [(1, "1 rows are not 2"), (3, "3 rows are not 2")])
def test_a_row_for_each_bit(listed: int, words: str) -> None:
    """[R3.90]"""
    found = objections(changed(EVEN, "claim/code/rows", ["110", "011", "111"][:listed]))
    assert found == [("R3.90", "claim/code/rows", words)]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([(0, "1"), (3, "2")], []),
        ([(4, "1")], [("weights/0/weight", "4 does not follow -1")]),
        ([(1, "1"), (0, "1")], [("weights/1/weight", "0 does not follow 1")]),
        ([(1, "1"), (1, "1"), (2, "1")], [("weights/1/weight", "1 does not follow 1")]),
        ([(2, "0")], [("weights/0/messages", "this is no positive integer")]),
        ([(0, "1"), (2, "-3")], [("weights/1/messages", "this is no positive integer")]),
        ([(0, "1"), (2, "5/2")], [("weights/1/messages", "this is no positive integer")]),
    ],
)
def test_listed_weights(weights: list[tuple[int, str]], expected: list[tuple[str, str]]) -> None:
    """[R3.92] weights 0 to n, each after the one before, and numbers of messages."""
    lines = [{"weight": weight, "messages": messages} for weight, messages in weights]
    found = objections(changed(EVEN, "claim/weights", lines))
    assert found == [("R3.92", f"claim/{place}", words) for place, words in expected]


def test_equations_for_as_many_symbols() -> None:
    """[R3.97] 256, and no more."""

    def of(length: int) -> Document:
        return code(9, 511 * length, concatenation("simplex", "1000010001", length, 1), "bound", {1: "511"}, "mds")

    assert len(questions(of(256)).script().context.laws) == 257
    with pytest.raises(NotDecidedError, match=r"^an outer code of 257 symbols has too many equations$"):
        questions(of(257)).script()


@pytest.mark.parametrize(
    ("path", "value", "rule", "place"),
    [
        ("claim/code", {"rows": []}, "R6.9", "claim/code"),
        ("claim/code/kind", "linear", "R6.6", "claim/code/kind"),
        ("claim/code/rows/1", "01", "R6.13", "claim/code/rows/1"),
        ("claim/code/more", 1, "R6.10", "claim/code"),
        ("claim/sense", "some", "R6.6", "claim/sense"),
        ("claim/bits", "2", "R6.6", "claim/bits"),
        ("claim/weights/0/weight", "2", "R6.6", "claim/weights/0/weight"),
        ("witness", {"why": "so"}, "R6.6", "witness/why"),
    ],
)
def test_what_is_read(path: str, value: object, rule: str, place: str) -> None:
    with pytest.raises(ReadingError) as caught:
        questions(changed(EVEN, path, value))
    assert (caught.value.rule, caught.value.place) == (rule, f"document/{place}")


@pytest.mark.parametrize(
    ("modulus", "read"),
    [
        ("111", True), ("1" * 13, True), ("11", False), ("1" * 14, False), ("011", False), ("1012", False),
        ("", False), ("101", True),
    ],
)  # fmt: skip
def test_moduli_that_are_read(modulus: str, read: bool) -> None:
    """[R6.96] degree 2 to 12."""
    document = changed(REPEATED, "claim/code/modulus", modulus)
    if read:
        found = questions(document).code
        assert isinstance(found, ReedSolomonWords)
        assert found.modulus == modulus
        return
    with pytest.raises(ReadingError) as caught:
        questions(document)
    assert (caught.value.rule, caught.value.place) == ("R6.96", "document/claim/code/modulus")


# Words, fields and polynomials.


@pytest.mark.parametrize(("number", "halves"), [(0, (0, 0)), (1, (0, 1)), (2, (1, 1)), (5, (2, 3)), (8, (4, 4))])
def test_words_are_sums_of_two_halves(number: int, halves: tuple[int, int], monkeypatch: MonkeyPatch) -> None:
    """So that few sums are held at a time."""
    held = list[int]()
    real: Callable[[tuple[int, ...]], list[int]] = codes._sums

    def noted(half: tuple[int, ...]) -> list[int]:
        held.append(len(half))
        return real(half)

    monkeypatch.setattr(codes, "_sums", noted)
    words = (0b1101, 0b0111, 0b1011, 0b0001, 0b1000, 0b0110, 0b0000, 0b1111)[:number]
    expected: Counter[int] = Counter()
    for message in product((0, 1), repeat=number):
        word = 0
        for bit, row in zip(message, words, strict=True):
            word ^= bit * row
        expected[word.bit_count()] += any(message)
    assert Rows(4, words).weights() == +expected
    assert held == list(halves)


def test_sums_of_rows() -> None:
    assert codes._sums(()) == [0]
    assert codes._sums((1, 6)) == [0, 1, 6, 7]


@pytest.mark.parametrize("degree", [2, 3, 4, 5])
def test_inner_words(degree: int) -> None:
    """[R3.90] products with all numbers but 0, or with those of the upper half."""
    modulus = "1" + "0" * (degree - 1) + "1"
    simplex, reed_muller = (ReedSolomonWords(inner, modulus, 1, 1) for inner in ("simplex", "reed-muller"))
    half = 2 ** (degree - 1)
    assert list(simplex.positions) == list(range(1, 2 * half))
    assert list(reed_muller.positions) == list(range(half, 2 * half))
    assert simplex.least_weights() == {half}
    assert reed_muller.least_weights() == {half // 2, half}
    for one in (simplex, reed_muller):
        for s in range(2 * half):
            assert one.symbol(s) == "".join(str(bin(s & v).count("1") % 2) for v in one.positions)


@pytest.mark.parametrize("inner", ["simplex", "reed-muller"])
def test_a_generator(inner: str) -> None:
    """[R3.90] over GF(8) by X^3 + X + 1 at 0, 1 and X: 1, X^2 at first, each bit of a symbol from X^(m-1) down."""
    words = ReedSolomonWords(inner, "1011", 3, 2)
    at = [(4, 4, 4), (2, 2, 2), (1, 1, 1), (0, 4, 3), (0, 2, 4), (0, 1, 2)]
    made = words.generator(6)
    assert made.cells == 3 * len(words.positions)
    assert made.rows == tuple(int("".join(map(words.symbol, symbols)), 2) for symbols in at)
    assert words.generator(4).rows == made.rows[:4]


def times(left: int, right: int) -> int:
    """The product of two polynomials over GF(2)."""
    return 0 if right == 0 else (left if right % 2 else 0) ^ times(2 * left, right // 2)


def test_rests_and_common_divisors() -> None:
    """By all polynomials of degree at most 4."""
    for p in range(2, 32):
        for value in range(32):
            (rest,) = {
                value ^ times(p, q) for q in range(32) if (value ^ times(p, q)).bit_length() < p.bit_length()
            }  # fmt: skip
            assert codes._rest(value, p) == rest
            divisors = [d for d in range(1, 32) if codes._rest(value, d) == codes._rest(p, d) == 0]
            assert codes._common(p, value) == max(divisors)
    assert codes._common(7, 0) == codes._common(0, 7) == 7


def test_squares_of_the_variable() -> None:
    """X^(2^k) modulo p."""
    for p in range(4, 64):
        value = 2
        for k in range(5):
            assert codes._twofold(p, k) == (value if k else 2)
            value = codes._rest(times(value, value), p)


def test_irreducible_polynomials() -> None:
    """[R3.91] those that are no product, of degree 2 to 7."""
    for degree in range(2, 8):
        products = {times(a, b) for a in range(2, 2**degree) for b in range(2, 2 ** (degree // 2 + 1))}
        for p in range(2**degree, 2 ** (degree + 1)):
            assert irreducible(f"{p:b}") == (p not in products)


def test_as_many_irreducible_polynomials_as_there_are() -> None:
    """[R3.91] their degrees add up to 2^m, over all degrees that divide m; for all that can be read."""
    found = {1: 2}
    for m in range(2, 13):
        found[m] = sum(irreducible(f"{p:b}") for p in range(2**m, 2 ** (m + 1)))
        assert sum(d * number for d, number in found.items() if m % d == 0) == 2**m
