"""The tested protocol at speed [R4.44]: the outcome of the literal one, bit for bit, with samplers of any width."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import all_bits
from freebit.boxes.box import ghz_box
from freebit.boxes.cells import TESTED_GAMES, CellKind, kind_labelled, tabulated
from freebit.boxes.game import ParityGame
from freebit.protocol.body import BodyEncoding
from freebit.protocol.parameters import SourceExhaustedError
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript, replay_tested, run_tested
from freebit.protocol.tested_transcript import (
    TestedTranscriptFile,
    TestedTranscriptWriter,
    open_transcript,
    write_tested_transcript,
)
from freebit.simulate.devices import (
    BoxDevice,
    Device,
    GhzDevice,
    classical_device,
    depolarised_ghz,
    guessing_device,
    noisy_ghz,
    uniform_device,
)
from freebit.simulate.engine import FileBits, SampledBits
from freebit.simulate.sources import (
    AdversarialSource,
    BiasedSource,
    FreeSource,
    GuessedSource,
    MarkovSource,
    SampledSource,
)
from freebit.simulate.stream import CHUNK
from freebit.simulate.tested_engine import SimulatedCells, TranscriptCells, run_cells
from freebit.wire.document import UnreadableError

F = Fraction
LABELS = [
    "three-majority-local", "three-majority-derived-2", "four-majority-local", "four-majority-derived-1",
    "four-multiplexer-local", "five-multiplexer-local", "five-multiplexer-derived-4", "five-majority-local",
]  # fmt: skip


def sources(kind: CellKind) -> list[SampledSource]:
    width, rare = kind.drawn_bits, sum(kind.game.inputs[0]) % 2
    return [
        FreeSource(width),
        BiasedSource(F(3, 8), width),
        AdversarialSource(F(1, 4), width, rare),
        GuessedSource(F(1, 4), width),
        MarkovSource(F(3, 8), width),
    ]


@cache
def devices(game: ParityGame) -> list[Device]:
    """The devices of a game; none has a state, and some take long to make."""
    return [
        GhzDevice(game),
        BoxDevice(ghz_box(game.parties), game=game),
        classical_device(game),
        uniform_device(game),
        guessing_device(game),
        depolarised_ghz(F(3, 2**6), game),
        noisy_ghz(F(1, 8), game),
    ]


@st.composite
def kinds(draw: st.DrawFn) -> CellKind:
    kind = kind_labelled(draw(st.sampled_from(LABELS)))
    return replace(kind, function=tabulated(kind)) if draw(st.booleans()) else kind


def parameters(data: st.DataObject, kind: CellKind) -> TestedParameters:
    draw = data.draw
    n = draw(st.integers(1, 250))
    keep = n if kind.inputs.derived is not None else draw(st.integers(1, n))
    return TestedParameters(kind, n, keep, F(1, 4), draw(st.integers(0, min(keep - 1, 60))))


@settings(max_examples=150, deadline=None)
@given(kinds(), st.data(), st.integers(0, 2**64 - 1))
def test_the_same_seed_has_the_same_outcome(kind: CellKind, data: st.DataObject, seed: int) -> None:
    """[R4.44] over kinds of cells, sources and devices of any width [R4.67], [R4.68], [R4.69]."""
    p = parameters(data, kind)
    source, device = data.draw(st.sampled_from(sources(kind))), data.draw(st.sampled_from(devices(kind.game)))
    run = run_tested(p, source.bits(seed), device.quintuplet(seed))
    assert run_cells(p, SimulatedCells(kind, SampledBits(source, seed), device, seed)) == run.outcome
    bits = bytes(islice(source.bits(seed), p.source_bits))
    file = FileBits(iter([bits]), p.cells, p.source_bits, kind.drawn_bits, "R4.60")
    assert run_cells(p, SimulatedCells(kind, file, device, seed)) == run.outcome


@settings(max_examples=60, deadline=None)
@given(kinds(), st.data())
def test_any_transcript_has_the_same_outcome(kind: CellKind, data: st.DataObject) -> None:
    """[R4.44] arbitrary inputs and outputs, through files of both encodings."""
    p = parameters(data, kind)
    words = st.sampled_from(all_bits(kind.parties))
    xs = st.sampled_from(kind.game.inputs) if kind.inputs.derived is not None else words
    inputs, outputs = (tuple(data.draw(st.lists(w, min_size=p.cells, max_size=p.cells))) for w in (xs, words))
    transcript = TestedTranscript(p, inputs, outputs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t"
        write_tested_transcript(path, transcript, data.draw(st.sampled_from(BodyEncoding)), {})
        file = open_transcript(path)
        assert isinstance(file, TestedTranscriptFile)
        assert run_cells(p, TranscriptCells(file)) == replay_tested(transcript)


@pytest.mark.parametrize("label", ["five-multiplexer-local", "four-majority-derived-1"])
@pytest.mark.parametrize("encoding", BodyEncoding)
def test_several_spans(tmp_path: Path, label: str, encoding: BodyEncoding) -> None:
    """[R4.44] [R6.37] counts go on over chunks and spans; written, read and replayed plainly."""
    kind = kind_labelled(label)
    n = CHUNK + 1000
    p = TestedParameters(kind, n, n if kind.inputs.derived is not None else n // 3, F(1, 4), n // 4)
    source, device = FreeSource(kind.drawn_bits), noisy_ghz(F(1, 8), kind.game)
    path = tmp_path / "t"
    with TestedTranscriptWriter(path, p, encoding, {}) as writer:
        rounds = SimulatedCells(kind, SampledBits(source, 5), device, 5)
        made = run_cells(p, rounds, writer=writer)
    file = open_transcript(path)
    assert isinstance(file, TestedTranscriptFile)
    file.check_digest()
    assert run_cells(p, TranscriptCells(file)) == made == replay_tested(file.transcript())
    assert made.wrong > 0


def test_derived_inputs_outside_x_are_found_where_they_are(tmp_path: Path) -> None:
    """[R6.59]"""
    kind = kind_labelled("four-majority-derived-1")
    inputs = [(1, 1, 0, 0)] * 200
    inputs[130] = (1, 0, 0, 0)
    transcript = TestedTranscript(TestedParameters(kind, 200, 200, F(1, 4)), tuple(inputs), ((0, 0, 0, 0),) * 200)
    write_tested_transcript(tmp_path / "t", transcript, BodyEncoding.PLANES, {})
    file = open_transcript(tmp_path / "t")
    assert isinstance(file, TestedTranscriptFile)
    with pytest.raises(UnreadableError, match=r"cell 131") as raised:
        run_cells(file.parameters, TranscriptCells(file))
    assert raised.value.rule == "R6.59"


def test_a_file_that_ends_is_an_error() -> None:
    """[R4.60]"""
    with pytest.raises(SourceExhaustedError, match=r"\[R4.60\]"):
        FileBits(iter([bytes(79)]), 20, 80, 4, "R4.60")


@pytest.mark.parametrize("game", TESTED_GAMES.values(), ids=lambda game: str(game.parties))
def test_noisy_devices_are_wrong_as_often_as_they_say(game: ParityGame) -> None:
    """[R4.69] on every input in X, and the law is non-signalling [R4.68]."""
    device = noisy_ghz(F(3, 2**7), game)
    device.box.check()
    assert {device.wrong_probability(x) for x in game.inputs} == {F(3, 2**7)}
    assert {GhzDevice(game).wrong_probability(x) for x in game.inputs} == {0}
    with pytest.raises(ValueError, match=r"\[R4.69\]"):
        noisy_ghz(F(9, 8), game)


@pytest.mark.parametrize("kind", [kind_labelled(label) for label in LABELS], ids=lambda kind: kind.label)
def test_the_adversarial_source_avoids_x(kind: CellKind) -> None:
    """[R4.67] with local inputs a cell is in X with probability epsilon."""
    if kind.inputs.derived is not None:
        return
    source = AdversarialSource(F(1, 8), kind.drawn_bits, sum(kind.game.inputs[0]) % 2)

    def cells() -> Iterator[tuple[int, ...]]:
        bits = source.bits(3)
        while True:
            yield tuple(islice(bits, kind.drawn_bits))

    asked = sum(kind.game.target(x) is not None for x in islice(cells(), 4000))
    assert 400 < asked < 600
