"""The engine [R4.44]: the outcome of the literal protocol, bit for bit."""

import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.box import ghz_box
from freebit.protocol.body import BodyEncoding
from freebit.protocol.extractor import NamedFunction, TruthTable, Xor
from freebit.protocol.parameters import GAME, Parameters, Selection, SourceExhaustedError
from freebit.protocol.steps import Abort, Transcript, replay, run_protocol
from freebit.protocol.transcript import TranscriptFile, TranscriptWriter, write_transcript
from freebit.simulate.devices import (
    BoxDevice,
    Device,
    GhzDevice,
    classical_device,
    depolarised_ghz,
    guessing_device,
    uniform_device,
)
from freebit.simulate.engine import FileBits, SampledBits, SimulatedRounds, TranscriptRounds, run_rounds
from freebit.simulate.sources import (
    AdversarialSource,
    BiasedSource,
    FreeSource,
    GuessedSource,
    MarkovSource,
    SampledSource,
)
from freebit.simulate.stream import CHUNK

SOURCES: list[SampledSource] = [
    FreeSource(),
    BiasedSource(Fraction(3, 8)),
    AdversarialSource(Fraction(3, 8)),
    AdversarialSource(Fraction(1, 4)),
    GuessedSource(Fraction(1, 4)),
    MarkovSource(Fraction(3, 8)),
]
DEVICES: list[Device] = [
    GhzDevice(),
    BoxDevice(ghz_box()),
    classical_device(),
    uniform_device(),
    guessing_device(),
    depolarised_ghz(Fraction(3, 2**7)),
    depolarised_ghz(Fraction(3, 2**12)),
]


@st.composite
def parameters(draw: st.DrawFn) -> Parameters:
    nd, m = draw(st.integers(1, 6)), draw(st.integers(0, 4))
    selection = draw(st.sampled_from(Selection))
    c = draw(st.sampled_from([Fraction(3), Fraction(2), Fraction(5, 2), Fraction(9)]))
    least = int(c * (nd * 2**m - 1)) + 1
    n = draw(st.integers(least, least + 200))
    w = draw(st.integers(0, {Selection.ROW: 1, Selection.COLUMN: 2**m}.get(selection, nd * (2**m - 1) + 1) - 1))
    table = TruthTable(tuple(draw(st.lists(st.integers(0, 1), min_size=2**nd, max_size=2**nd))))
    f = draw(st.sampled_from([Xor(), table, NamedFunction("first", lambda bits: bits[0])]))
    return Parameters(n, nd, m, Fraction(1, 4), selection, w, c, f)


@settings(max_examples=150, deadline=None)
@given(parameters(), st.sampled_from(SOURCES), st.sampled_from(DEVICES), st.integers(0, 2**64 - 1))
def test_the_same_seed_has_the_same_outcome(p: Parameters, source: SampledSource, device: Device, seed: int) -> None:
    """[R4.44] over random parameters, sources, devices and seeds."""
    run = run_protocol(p, source.bits(seed), device.quintuplet(seed))
    fast = run_rounds(p, SimulatedRounds(p, SampledBits(source, seed), device, seed))
    assert fast == run.outcome


@settings(max_examples=50, deadline=None)
@given(parameters(), st.sampled_from(SOURCES), st.integers(0, 2**64 - 1))
def test_ideal_devices_are_never_aborted_at_step_4(p: Parameters, source: SampledSource, seed: int) -> None:
    """[R4.39] P(g = 1) = 1 once step 2 is passed."""
    outcome = run_rounds(p, SimulatedRounds(p, SampledBits(source, seed), GhzDevice(), seed))
    assert outcome.abort in (None, Abort.TOO_FEW_KEPT)


@settings(max_examples=60, deadline=None)
@given(parameters(), st.data())
def test_any_transcript_has_the_same_outcome(p: Parameters, data: st.DataObject) -> None:
    """[R4.44] arbitrary inputs and outputs, through files of both encodings."""
    words = st.lists(st.tuples(*[st.integers(0, 1)] * 5), min_size=p.quintuplets, max_size=p.quintuplets)
    asked = st.lists(st.sampled_from(GAME.inputs), min_size=p.quintuplets, max_size=p.quintuplets)
    inputs, outputs = tuple(data.draw(words | asked)), tuple(data.draw(words))
    kept = sum(GAME.target(x) is not None for x in inputs)
    count = p.selection_bits if p.passes_step_2(kept) else 0
    l_bits = tuple(data.draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)))
    transcript = Transcript(p, inputs, outputs, l_bits)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t"
        write_transcript(path, transcript, data.draw(st.sampled_from(BodyEncoding)), {})
        file = TranscriptFile.open(path, {"first": lambda bits: bits[0]})
        assert run_rounds(p, TranscriptRounds(file)) == replay(transcript)


@pytest.mark.parametrize("selection", Selection)
def test_several_chunks(tmp_path: Path, selection: Selection) -> None:
    """[R4.44] [R6.37] grid and wrong blocks go on over chunks; written, read and replayed plainly."""
    n = 2 * CHUNK + 1000
    w = {Selection.ROW: 0, Selection.COLUMN: 127}.get(selection, 4000)
    p = Parameters(n, 1900, 7, Fraction(1, 4), selection, w, Fraction(17, 8))
    rounds = SimulatedRounds(p, SampledBits(FreeSource(), 1), depolarised_ghz(Fraction(1, 2**6)), 1)
    path = tmp_path / "t"
    with TranscriptWriter(path, p, BodyEncoding.PLANES, {}) as writer:
        outcome = run_rounds(p, rounds, writer=writer)
    file = TranscriptFile.open(path)
    file.check_digest()
    assert replay(file.transcript()) == outcome
    assert sum(outcome.wrong_cells) > 100
    assert run_rounds(p, TranscriptRounds(file)) == outcome
    assert run_rounds(p, rounds) == outcome


def test_encodings_of_a_run_hold_the_same(tmp_path: Path) -> None:
    """[R6.36] [R6.37] the engine writes both."""
    p = Parameters(1000, 10, 3, Fraction(1, 4))
    read = []
    for encoding in BodyEncoding:
        with TranscriptWriter(tmp_path / encoding, p, encoding, {}) as writer:
            run_rounds(p, SimulatedRounds(p, SampledBits(FreeSource(), 1), GhzDevice(), 1), writer=writer)
        read.append(TranscriptFile.open(tmp_path / encoding).transcript())
    run = run_protocol(p, FreeSource().bits(1), GhzDevice().quintuplet(1))
    assert read == [run.transcript] * 2


@settings(max_examples=30, deadline=None)
@given(parameters(), st.integers(1, 500), st.data())
def test_bits_of_a_file_are_used_in_order(p: Parameters, block: int, data: st.DataObject) -> None:
    """[R4.8] [R4.9] [R4.13] whatever the blocks they come in; too few are an error for both."""
    import random

    missing = data.draw(st.integers(0, 3) | st.integers(0, p.source_bits))
    rng = random.Random(data.draw(st.integers(0, 2**32)))
    bits = bytes(rng.randrange(2) for _ in range(p.source_bits - missing))
    blocks = [bits[i : i + block] for i in range(0, len(bits), block)]

    def plain() -> object:
        return run_protocol(p, bits, GhzDevice().quintuplet(5)).outcome

    def fast() -> object:
        return run_rounds(p, SimulatedRounds(p, FileBits(iter(blocks), p.quintuplets, p.source_bits), GhzDevice(), 5))

    try:
        expected = plain()
    except SourceExhaustedError as error:
        with pytest.raises(SourceExhaustedError) as caught:
            fast()
        assert (caught.value.given, caught.value.needed) == (error.given, error.needed)
    else:
        assert fast() == expected


def test_progress_changes_nothing() -> None:
    """[R4.44]"""
    p = Parameters(2 * CHUNK + 1, 100, 8, Fraction(1, 4), Selection.COLUMN)
    rounds = SimulatedRounds(p, SampledBits(FreeSource(), 3), GhzDevice(), 3)
    done: list[int] = []
    assert run_rounds(p, rounds, progress=done.append) == run_rounds(p, rounds)
    assert done == [CHUNK, CHUNK, 1]


def test_another_seed_is_another_run() -> None:
    """[R4.30] k is a bit that depends on the seed: both values within 64 seeds."""
    p = Parameters(300, 5, 2, Fraction(1, 4))
    ks = {run_rounds(p, SimulatedRounds(p, SampledBits(FreeSource(), seed), GhzDevice(), seed)).k for seed in range(64)}
    assert ks == {0, 1}


def test_dense_wrong_cells_are_counted_in_the_right_columns() -> None:
    """[R4.19] a classical device over more than a chunk, against the literal count."""
    p = Parameters(CHUNK + 5000, 1000, 6, Fraction(1, 4), Selection.COLUMN)
    source, device = FreeSource(), classical_device()
    fast = run_rounds(p, SimulatedRounds(p, SampledBits(source, 2), device, 2))
    assert fast == run_protocol(p, source.bits(2), device.quintuplet(2)).outcome
    assert fast.abort is Abort.WRONG_CORRELATIONS
    assert replace(fast, k=1) != fast
