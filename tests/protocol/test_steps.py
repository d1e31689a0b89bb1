"""Steps 1 to 5 to the letter [R4.1]-[R4.27]."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.bits import Bits, all_bits, majority, parse_bits
from freebit.protocol.extractor import TruthTable
from freebit.protocol.parameters import (
    GAME,
    Parameters,
    Selection,
    SourceExhaustedError,
    log2_of_blocks,
    quintuplets_for,
)
from freebit.protocol.steps import Abort, Transcript, replay, run_protocol

ASKED, NOT_ASKED = parse_bits("10000"), parse_bits("11000")
# On input 10000 even parity is right.
RIGHT_0, RIGHT_1, WRONG = parse_bits("00000"), parse_bits("11000"), parse_bits("10000")


def parameters(n: int = 12, nd: int = 2, log2_nb: int = 1, selection: str = "row", **more: object) -> Parameters:
    return Parameters(n, nd, log2_nb, Fraction(1, 4), Selection(selection), **more)  # type: ignore[arg-type]


def transcript(p: Parameters, cells: str, l_bits: str = "", rest: Bits = NOT_ASKED) -> Transcript:
    """Quintuplets 0/1 (right, majority 0/1), w (wrong) and . (not kept), filled up with ``rest``."""
    answers = {"0": RIGHT_0, "1": RIGHT_1, "w": WRONG, ".": RIGHT_0}
    cells = cells.ljust(p.quintuplets, "-")
    inputs = tuple(rest if c == "-" else NOT_ASKED if c == "." else ASKED for c in cells)
    return Transcript(p, inputs, tuple(answers.get(c, RIGHT_0) for c in cells), parse_bits(l_bits))


# Parameters.


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"nd": 0}, "R4.1"),
        ({"nd": -1}, "R4.1"),
        ({"log2_nb": -1}, "R4.2"),
        ({"c": Fraction(1)}, "R4.3"),
        ({"c": Fraction(1, 2)}, "R4.3"),
        ({"n": 9}, "R4.4"),
        ({"n": 0}, "R4.4"),
        ({"n": -12}, "R4.4"),
        ({"tolerance": 1}, "R4.7"),
        ({"selection": "column", "tolerance": 2}, "R4.7"),
        ({"selection": "column", "tolerance": -1}, "R4.7"),
        ({"selection": "column-total", "tolerance": 4}, "R4.29"),
        ({"selection": "column-total", "tolerance": -1}, "R4.29"),
        ({"extractor": TruthTable((0, 1))}, "R4.24"),
    ],
)
def test_impossible_parameters_are_named(change: dict[str, object], rule: str) -> None:
    """[R4.1] [R4.2] [R4.3] [R4.4] [R4.7] [R4.24]"""
    assert parameters().nb == 2
    with pytest.raises(ValueError, match=rf"^\[{rule}\]"):
        parameters(**change)  # type: ignore[arg-type]


def test_epsilon_is_a_parameter() -> None:
    """[R1.4]"""
    with pytest.raises(ValueError, match=r"R1\.4"):
        Parameters(12, 2, 1, Fraction(3, 5))


@pytest.mark.parametrize(("n", "nd", "fits"), [(12, 4, True), (10, 4, True), (9, 4, False), (3, 1, True), (1, 1, True)])
def test_the_grid_fits_what_step_2_guarantees(n: int, nd: int, fits: bool) -> None:
    """[R4.4] Nd Nb <= ceil(N/3), with one block."""
    if fits:
        assert Parameters(n, nd, 0, Fraction(1, 4)).quintuplets == n
    else:
        with pytest.raises(ValueError, match=r"R4\.4"):
            Parameters(n, nd, 0, Fraction(1, 4))


def test_nb_is_a_power_of_2() -> None:
    """[R4.2]"""
    assert [log2_of_blocks(n) for n in (1, 2, 1024)] == [0, 1, 10]
    for n in (0, -2, 3, 12):
        with pytest.raises(ValueError, match=r"R4\.2"):
            log2_of_blocks(n)


@given(st.integers(1, 50), st.integers(0, 6), st.fractions(Fraction(11, 10), 9))
def test_the_default_number_of_quintuplets(nd: int, log2_nb: int, c: Fraction) -> None:
    """[R4.5] the least integer that is at least c Nd Nb; it always fits [R4.4]."""
    n = quintuplets_for(nd, log2_nb, c)
    assert n - 1 < c * nd * 2**log2_nb <= n
    assert Parameters(n, nd, log2_nb, Fraction(1, 4), c=c).quintuplets == n


def test_defaults_are_the_papers() -> None:
    """[R4.3] [R4.6] [R4.7] [R4.23]"""
    p = parameters()
    assert (p.selection, p.tolerance, p.c, p.extractor.description()) == (
        Selection.ROW,
        0,
        Fraction(3),
        {"kind": "xor"},
    )


# Step 1.


def test_step_1_takes_five_bits_party_1_first_and_then_those_of_l() -> None:
    """[R4.8] [R4.9] [R4.13] [R4.14]"""
    p = parameters(3, 1, 0)
    seen: list[Bits] = []
    bits = parse_bits("100000100011110")

    def box(x: Bits) -> Bits:
        seen.append(x)
        return RIGHT_0

    run = run_protocol(p, bits, box)
    assert seen == [bits[0:5], bits[5:10], bits[10:15]]
    assert run.transcript.inputs == tuple(seen)

    p = parameters(12, 1, 2)
    taken: list[int] = []

    def counted() -> Iterator[int]:
        for bit in cycle((1, 0, 0, 0, 0)):
            taken.append(bit)
            yield bit

    run = run_protocol(p, counted(), lambda x: RIGHT_0)
    assert len(taken) == 62 == p.source_bits
    assert run.transcript.l_bits == (1, 0)
    assert run.outcome.l == (3,)


def test_a_source_that_ends_is_an_error_and_says_how_many_bits_are_needed() -> None:
    """[R4.8]"""
    p = parameters(12, 1, 2)
    bits = ASKED * 12 + (0, 1)
    assert run_protocol(p, bits, lambda x: RIGHT_0).outcome.l == (2,)
    for length in (0, 3, 59, 60, 61):
        with pytest.raises(SourceExhaustedError, match=f"gave {length} bits and the protocol needs 62"):
            run_protocol(p, bits[:length], lambda x: RIGHT_0)


def test_step_2_aborts_before_bits_for_l_are_drawn() -> None:
    """[R4.13] 60 bits are enough when step 2 aborts."""
    p = parameters(12, 1, 2)
    run = run_protocol(p, NOT_ASKED * 12, lambda x: RIGHT_0)
    assert run.outcome.abort is Abort.TOO_FEW_KEPT
    assert run.transcript.l_bits == ()


def test_symbols_that_are_not_bits_are_refused() -> None:
    """[R4.8] [R4.10]"""
    with pytest.raises(ValueError, match=r"R4\.8.*bit 7 of the source is 2"):
        run_protocol(parameters(3, 1, 0), (0, 0, 0, 0, 1, 1, 2, *[0] * 8), lambda x: RIGHT_0)
    for answer in ((0, 0, 0, 0), (0, 0, 0, 0, 2)):
        with pytest.raises(ValueError, match=r"R4\.10.*quintuplet 1"):
            run_protocol(parameters(3, 1, 0), cycle(ASKED), dict.fromkeys(all_bits(5), answer).__getitem__)


# Step 2.


@pytest.mark.parametrize(("n", "kept", "passes"), [(12, 4, True), (12, 3, False), (10, 4, True), (10, 3, False)])
def test_step_2_compares_exactly_with_a_third(n: int, kept: int, passes: bool) -> None:
    """[R4.11] 4 of 12 pass; 3 of 10 do not, though 10/3 rounds down to 3."""
    p = parameters(n, 1, 0)
    outcome = replay(transcript(p, "0" * kept))
    assert outcome.kept == kept
    assert (outcome.abort is None) == passes
    if not passes:
        assert outcome.abort is Abort.TOO_FEW_KEPT
        assert (outcome.g, outcome.k, outcome.l, outcome.distilling, outcome.wrong_cells) == (0, 0, (), (), ())


def test_another_constant_of_step_2() -> None:
    """[R4.3] [R4.11] c = 5/2: 4 of 10 pass, 3 do not."""
    p = Parameters(10, 1, 0, Fraction(1, 4), c=Fraction(5, 2))
    assert replay(transcript(p, "0000")).abort is None
    assert replay(transcript(p, "000")).abort is Abort.TOO_FEW_KEPT


# Steps 3 to 5, rows.


def test_blocks_are_consecutive_kept_quintuplets_and_surplus_is_ignored() -> None:
    """[R4.12] [R4.16] with discarded ones in between; the wrong ones are surplus."""
    p = parameters()
    t = transcript(p, ".01.1.1ww", "1")
    outcome = replay(t)
    assert outcome.l == (2,)
    assert outcome.distilling == (5, 7)
    assert outcome.abort is None
    assert outcome.kept == 6
    assert outcome.k == 0
    first = replay(replace(t, l_bits=(0,)))
    assert first.distilling == (2, 3)
    assert first.k == 1


@pytest.mark.parametrize(("cells", "wrong", "abort"), [("0000", 0, False), ("0w00", 0, False), ("000w", 1, True)])
def test_row_selection_checks_all_blocks_but_the_distilling_one(cells: str, wrong: int, abort: bool) -> None:
    """[R4.17] [R4.18] [R4.20] l = 1: a wrong cell in block 1 has no influence."""
    outcome = replay(transcript(parameters(), cells, "0"))
    assert outcome.wrong_blocks == wrong
    assert (outcome.abort is Abort.WRONG_CORRELATIONS) == abort
    assert outcome.wrong_cells == ((0, 1) if abort else (0, 0))


def test_k_is_0_when_aborted() -> None:
    """[R4.21] [R4.22] the same distilling block gives 1 without and 0 with an abort."""
    p = parameters()
    assert replay(transcript(p, "0100", "0")).k == 1
    outcome = replay(transcript(p, "010w", "0"))
    assert (outcome.g, outcome.k, outcome.abort) == (0, 0, Abort.WRONG_CORRELATIONS)


def test_l_is_most_significant_bit_first() -> None:
    """[R4.14] with four blocks of one: bits 01 mean l = 2."""
    p = parameters(12, 1, 2)
    assert replay(transcript(p, "0100", "01")).l == (2,)
    assert replay(transcript(p, "0100", "01")).k == 1
    assert replay(transcript(p, "0100", "10")).k == 0


# Steps 3 to 5, columns.


def test_each_column_has_its_own_bits() -> None:
    """[R4.15] [R4.16] l_1 = 3 and l_2 = 2 from 10 01, in the grid of 4 rows and 2 columns."""
    p = parameters(24, 2, 2, "column")
    outcome = replay(transcript(p, "00010000", "1001"))
    assert outcome.l == (3, 2)
    assert outcome.distilling == (5, 4)
    assert outcome.k == 1


@pytest.mark.parametrize(
    ("cells", "tolerance", "wrong", "abort"),
    [
        ("w0000000", 0, (0, 0), False),  # distilling
        ("00w00000", 0, (1, 0), True),
        ("00w00000", 1, (1, 0), False),
        ("w0w00000", 1, (1, 0), False),  # the distilling one does not count
        ("00w0w000", 1, (2, 0), True),
        ("00w00w00", 1, (1, 1), False),  # each column by itself
        ("00w0w000", 2, (2, 0), False),
    ],
)
def test_column_selection_counts_wrong_cells(cells: str, tolerance: int, wrong: tuple[int, ...], abort: bool) -> None:
    """[R4.19] [R4.20] l = (1, 1) in a grid of 4 rows and 2 columns."""
    outcome = replay(transcript(parameters(24, 2, 2, "column", tolerance=tolerance), cells, "0000"))
    assert outcome.wrong_cells == wrong
    assert outcome.wrong_blocks == 0
    assert (outcome.abort is Abort.WRONG_CORRELATIONS) == abort


def test_k_is_f_of_the_majorities_of_the_first_three_outputs() -> None:
    """[R4.21] [R4.24] f is 1 only at (0, 1): column 1 comes first."""
    p = parameters(extractor=TruthTable((0, 1, 0, 0)))
    assert replay(transcript(p, "0100", "0")).k == 1
    assert replay(transcript(p, "1000", "0")).k == 0
    other = parse_bits("00011")  # majority of the last three would be 1
    t = transcript(p, "0100", "0")
    t = replace(t, outputs=(other, *t.outputs[1:]))
    assert replay(t).k == 1


# Transcripts.


@pytest.mark.parametrize("l_bits", ["", "00"])
def test_l_has_its_length(l_bits: str) -> None:
    """[R4.13]"""
    with pytest.raises(ValueError, match=r"R4\.13"):
        replay(transcript(parameters(), "0000", l_bits))


def test_l_is_empty_if_step_2_aborts() -> None:
    """[R4.13]"""
    with pytest.raises(ValueError, match=r"R4\.13.*step 2 aborts"):
        replay(transcript(parameters(), "000", "0"))


def test_a_transcript_has_all_quintuplets() -> None:
    """[R4.26]"""
    t = transcript(parameters(), "0000", "0")
    with pytest.raises(ValueError, match=r"R4\.26"):
        replay(replace(t, inputs=t.inputs[1:]))


words = st.tuples(*[st.integers(0, 1)] * 5)


@given(st.data())
def test_the_outcome_is_that_of_the_definitions(data: st.DataObject) -> None:
    """[R4.11]-[R4.22], [R4.27], [R4.28] against a direct reading of the rules, over random transcripts."""
    nd, m = data.draw(st.integers(1, 3)), data.draw(st.integers(0, 2))
    selection = data.draw(st.sampled_from(Selection))
    most = {Selection.ROW: 0, Selection.COLUMN: 2**m - 1, Selection.COLUMN_TOTAL: nd * (2**m - 1)}[selection]
    w = data.draw(st.integers(0, most))
    n = data.draw(st.integers(max(1, 3 * nd * 2**m - 2), 3 * nd * 2**m + 4))
    p = Parameters(n, nd, m, Fraction(1, 4), selection, w)
    inputs = tuple(data.draw(st.lists(st.sampled_from([ASKED, ASKED, NOT_ASKED]), min_size=n, max_size=n)))
    outputs = tuple(data.draw(st.lists(words, min_size=n, max_size=n)))
    kept = [t for t in range(n) if sum(inputs[t]) % 2 == 1]
    passed = 3 * len(kept) >= n
    l_bits = tuple(data.draw(st.lists(st.integers(0, 1), min_size=p.selection_bits, max_size=p.selection_bits)))
    outcome = replay(Transcript(p, inputs, outputs, l_bits if passed else ()))
    assert outcome.kept == len(kept)
    if not passed:
        assert outcome.abort is Abort.TOO_FEW_KEPT
        return
    spelled = ["".join(map(str, l_bits[i * m : i * m + m])) for i in range(1 if selection is Selection.ROW else nd)]
    rows = [int(text, 2) if text else 0 for text in spelled]
    assert outcome.l == tuple(row + 1 for row in rows)
    cell = {(j, i): kept[j * nd + i] for j in range(2**m) for i in range(nd)}
    d = [cell[rows[i % len(rows)], i] for i in range(nd)]
    wrong = {t for t in cell.values() if GAME.coefficient(outputs[t], inputs[t]) and t not in d}
    columns = [sum(cell[j, i] in wrong for j in range(2**m)) for i in range(nd)]
    g = (sum(columns) if selection is Selection.COLUMN_TOTAL else max(columns)) <= w
    assert outcome.g == g
    assert outcome.wrong_cells == tuple(columns)
    assert outcome.distilling == tuple(t + 1 for t in d)
    assert outcome.k == (sum(majority(outputs[t][:3]) for t in d) % 2 if g else 0)
