"""Runs in pieces [R4.90]-[R4.97], against the literal protocol."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import Bits
from freebit.boxes.cells import kind_labelled
from freebit.protocol.parameters import GAME, Parameters, Selection
from freebit.protocol.pieces import (
    CellPiece,
    GridPiece,
    GridTally,
    PlacedQuintuplet,
    cell_piece,
    grid_piece,
    located,
    outcome_of_cells,
    piece_of_quintuplets,
    total,
)
from freebit.protocol.steps import Abort, Outcome, Transcript, replay
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript, replay_tested
from freebit.simulate.engine import piece_of_ranks

BIT = st.integers(0, 1)
Pairs = list[tuple[Bits, Bits]]
KINDS = ["five-multiplexer-local", "five-multiplexer-derived-4", "four-majority-local", "four-majority-derived-1"]


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Inputs mostly in X, so that there are grids, and outputs that are wrong now and then."""
    nd, m = draw(st.integers(1, 5)), draw(st.integers(0, 3))
    selection = draw(st.sampled_from(Selection))
    n = draw(st.integers(2 * (nd * 2**m - 1) + 1, 2 * nd * 2**m + 30))
    w = draw(st.integers(0, {Selection.ROW: 1, Selection.COLUMN: 2**m}.get(selection, nd * (2**m - 1) + 1) - 1))
    p = Parameters(n, nd, m, Fraction(1, 4), selection, w, Fraction(2))
    wrong_now_and_then = draw(st.sampled_from([(0, 0, 0, 0, 0, 0, 1), (0, 1), (1,)]))
    any_inputs, outputs, inputs = st.tuples(*[BIT] * 5), [], []
    for _ in range(n):
        x = draw(st.sampled_from(GAME.inputs) | any_inputs)
        a = draw(st.tuples(*[BIT] * 4))
        target = GAME.target(x) or 0
        last = (sum(a) + target + draw(st.sampled_from(wrong_now_and_then))) % 2
        inputs.append(x)
        outputs.append((*a, last))
    kept = sum(GAME.target(x) is not None for x in inputs)
    count = p.selection_bits if p.passes_step_2(kept) else 0
    return Transcript(p, tuple(inputs), tuple(outputs), draw(st.tuples(*[BIT] * count)))


def pairs_of(transcript: Transcript | TestedTranscript) -> Pairs:
    return list(zip(transcript.inputs, transcript.outputs, strict=True))


def parts(pairs: Pairs, data: st.DataObject) -> list[Pairs]:
    """A split at any places, also at the same one twice."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(pairs)), max_size=8)))
    return [pairs[i:j] for i, j in pairwise([0, *cuts, len(pairs)])]


def outcome(transcript: Transcript, split: Sequence[Pairs]) -> Outcome:
    """The outcome from pieces that are made apart."""
    p = transcript.parameters
    tally = GridTally(p)
    for part in split:
        tally.add(piece_of_quintuplets(p, part), partial(piece_of_quintuplets, p, part))
    starts = [0, *accumulate(map(len, split))]

    def found(places: Sequence[tuple[int, int]]) -> list[PlacedQuintuplet]:
        cells = []
        for number, rank in places:
            kept = [t for t, (x, _) in enumerate(split[number]) if GAME.target(x) is not None]
            cells.append(PlacedQuintuplet(starts[number] + kept[rank], *split[number][kept[rank]]))
        return cells

    return tally.outcome(transcript.l_bits, found)


@settings(max_examples=250, deadline=None)
@given(transcripts(), st.data())
def test_pieces_of_any_split_have_the_outcome_of_the_whole(transcript: Transcript, data: st.DataObject) -> None:
    """[R4.94] [R4.95] [R4.96]"""
    assert outcome(transcript, parts(pairs_of(transcript), data)) == replay(transcript)


@settings(max_examples=150, deadline=None)
@given(transcripts(), st.data())
def test_a_sum_is_the_piece_of_the_whole_in_any_grouping(transcript: Transcript, data: st.DataObject) -> None:
    """[R4.90] [R4.92] [R4.93] associative, with an identity, and a function of the cells alone."""
    p, pairs = transcript.parameters, pairs_of(transcript)
    i, j = sorted(data.draw(st.tuples(*[st.integers(0, len(pairs))] * 2)))
    u, v, w = (piece_of_quintuplets(p, part) for part in (pairs[:i], pairs[i:j], pairs[j:]))
    whole, nothing = piece_of_quintuplets(p, pairs), GridPiece(p.nd, p.selection)
    assert (u + v) + w == u + (v + w) == whole == total(nothing, [u, v, w])
    assert whole + nothing == nothing + whole == whole


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 9), st.sampled_from(Selection), st.sets(st.integers(0, 60)), st.integers(0, 20))
def test_the_engine_makes_the_same_piece_of_wrong_ranks(
    nd: int, selection: Selection, wrong: set[int], more: int
) -> None:
    """[R4.92] [R4.93]"""
    ranks, p = sorted(wrong), Parameters(3 * nd, nd, 0, Fraction(1, 4), selection)
    kept = 61 + more
    made = piece_of_ranks(p, 100, kept, np.array(ranks, dtype=np.int64))
    assert made == grid_piece(nd, selection, 100, kept, ranks)


def test_a_row_that_two_pieces_share_counts_once() -> None:
    """[R4.93] by hand: rows of three, wrong at ranks 1 | 1, so at 1 and 3 if two are kept before."""
    first = grid_piece(3, Selection.ROW, 2, 2, [1])
    second = grid_piece(3, Selection.ROW, 2, 2, [1])
    assert (first + second).columns == (1, 1, 0)
    # 1 and 3 are in one row if the first kept one stands in column 2, and in two rows otherwise.
    assert (first + second).rows == (2, 2, 1)
    assert (first + second).ends == (1, 3)


def test_pieces_have_an_order() -> None:
    """[R4.90] [R4.92] the sum is not commutative."""
    first, second = grid_piece(3, Selection.COLUMN, 2, 2, [0]), grid_piece(3, Selection.COLUMN, 2, 2, [])
    assert first + second != second + first


def test_pieces_of_other_grids_have_no_sum() -> None:
    """[R4.92]"""
    for other in (GridPiece(4, Selection.ROW), GridPiece(3, Selection.COLUMN)):
        with pytest.raises(ValueError, match=r"\[R4\.92\]"):
            GridPiece(3, Selection.ROW) + other


def test_pieces_of_another_number_of_cells_have_no_outcome() -> None:
    """[R4.97] one is missing, or there twice; l of another length is refused as well [R4.13]."""
    x, a = GAME.inputs[0], (0, 0, 0, 0, 0)
    p = Parameters(6, 1, 1, Fraction(1, 4))
    transcript = Transcript(p, (x,) * 6, (a,) * 6, (0,))
    three = pairs_of(transcript)[:3]
    assert outcome(transcript, [three, three]) == replay(transcript)
    for split in ([three], [three, three, three[:1]]):
        with pytest.raises(ValueError, match=r"\[R4\.97\]"):
            outcome(transcript, split)
    with pytest.raises(ValueError, match=r"\[R4\.13\]"):
        outcome(replace(transcript, l_bits=(0, 0)), [three, three])
    tested = TestedParameters(kind_labelled(KINDS[0]), 6, 1, Fraction(1, 4))
    with pytest.raises(ValueError, match=r"\[R4\.97\]"):
        outcome_of_cells(tested, CellPiece(5, 5))


def test_where_a_rank_lies() -> None:
    """[R4.94] in the piece that holds it, also beside pieces that keep nothing."""
    kept = [2, 0, 3, 0]
    assert located(kept, range(5)) == [(0, 0), (0, 1), (2, 0), (2, 1), (2, 2)]
    assert located([], []) == []
    for pieces, rank in ((kept, 5), (kept, 6), ([0], 0), ([], 0)):
        with pytest.raises(ValueError, match=rf"R4\.94\] {sum(pieces)} quintuplets"):
            located(pieces, [rank])


def test_the_surplus_is_ignored_within_a_piece() -> None:
    """[R4.95] the third kept quintuplet is wrong, and beyond a grid of two."""
    x = next(x for x in GAME.inputs if GAME.target(x) == 1)
    right, wrong = (1, 0, 0, 0, 0), (0, 0, 0, 0, 0)
    p = Parameters(6, 1, 1, Fraction(1, 4))
    for outputs, abort in (
        ((right, right, wrong, right, right, right), None),
        ((right, wrong, right, right, right, right), Abort.WRONG_CORRELATIONS),
    ):
        transcript = Transcript(p, (x,) * 6, outputs, (0,))
        pairs = pairs_of(transcript)
        assert outcome(transcript, [pairs[:1], pairs[1:]]).abort is abort
        assert outcome(transcript, [pairs[:1], pairs[1:]]) == replay(transcript)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_pieces_of_the_tested_protocol(label: str, data: st.DataObject) -> None:
    """[R4.90] [R4.91] in any grouping, the outcome of the literal protocol."""
    kind = kind_labelled(label)
    n = data.draw(st.integers(1, 30))
    keep = n if kind.inputs.derived is not None else data.draw(st.integers(1, n))
    p = TestedParameters(kind, n, keep, Fraction(1, 4), data.draw(st.integers(0, keep - 1)))
    word = st.tuples(*[BIT] * kind.parties)
    asked = st.sampled_from(kind.game.inputs)
    inputs = data.draw(st.tuples(*[asked if kind.inputs.derived is not None else asked | word] * n))
    transcript = TestedTranscript(p, inputs, data.draw(st.tuples(*[word] * n)))
    pairs = pairs_of(transcript)
    i, j = sorted(data.draw(st.tuples(*[st.integers(0, n)] * 2)))
    u, v, w = (cell_piece(kind, part) for part in (pairs[:i], pairs[i:j], pairs[j:]))
    whole = cell_piece(kind, pairs)
    assert (u + v) + w == u + (v + w) == whole
    assert CellPiece() + whole == whole + CellPiece() == whole
    assert total(CellPiece(), [cell_piece(kind, part) for part in parts(pairs, data)]) == whole
    assert outcome_of_cells(p, whole) == replay_tested(transcript)
