"""Devices [R4.39]-[R4.43]: exact laws, plain against fast, and stim as an independent oracle for GHZ."""

from fractions import Fraction
from itertools import product
from math import log, sqrt
from typing import Any

import numpy as np
import pytest
import stim
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import Bits, all_bits, format_bits, majority, parity
from freebit.boxes.box import Box, deterministic_box, fixed_output_box, ghz_box, pr_box, uniform_box
from freebit.protocol.parameters import GAME
from freebit.simulate.decision import decision, decision_words
from freebit.simulate.devices import (
    BoxDevice,
    Device,
    EveMixture,
    FlippedDevice,
    GhzDevice,
    classical_device,
    depolarised_ghz,
    fixed_output_device,
    guessing_device,
    uniform_device,
)
from freebit.simulate.stream import CHUNK, DEVICE_STREAM, PlainChunk, chunk_planes

THIRDS = deterministic_box((0,) * 5, (1,) * 5).mixture(uniform_box(5), Fraction(1, 3))
PR_THREE = pr_box().product(deterministic_box((0, 1, 0), (1, 1, 0)))
DEVICES: dict[str, Device] = {
    "ghz": GhzDevice(),
    "ghz as a box": BoxDevice(ghz_box()),
    "classical": classical_device(),
    "uniform": uniform_device(),
    "fixed": fixed_output_device(1),
    "guessing": guessing_device(),
    "depolarised": depolarised_ghz(Fraction(1, 200)),
    "pr": BoxDevice(PR_THREE),
    "thirds": BoxDevice(THIRDS),
    "mixture": EveMixture(GhzDevice(), classical_device(), (Fraction(1, 4), Fraction(7, 8)), "a mixture"),
}
#: The probability that a statistical test fails although all is right.
FALSE_ALARM = 1e-9


class Planes:
    """Planes of one quintuplet given by a number, to enumerate all of them."""

    def __init__(self, value: int) -> None:
        self.value = value

    def bit(self, plane: int, t: int) -> int:
        return self.value >> plane & 1

    def number(self, first: int, count: int, t: int) -> int:
        return int("".join(str(self.bit(first + j, t)) for j in range(count)) or "0", 2)


@pytest.mark.parametrize("name", ["ghz", "ghz as a box", "classical", "uniform", "fixed", "guessing", "pr"])
def test_the_law_is_that_of_the_box(name: str) -> None:
    """[R4.39] [R4.40] [R4.42] [R4.43] over all values of the planes, on every input."""
    device = DEVICES[name]
    total = 2**device.planes
    table: dict[tuple[Bits, Bits], Fraction] = {}
    for x in all_bits(5):
        for value in range(total):
            a = device.outputs(Planes(value), 0, 0, x)  # type: ignore[arg-type]
            table[a, x] = table.get((a, x), Fraction(0)) + Fraction(1, total)
    assert Box(5, table) == device.box


def test_flips_and_mixtures_have_the_law_they_say() -> None:
    """[R4.41] [R4.42] with probabilities of few planes, over all values."""
    flipped = FlippedDevice(BoxDevice(fixed_output_box(GAME, 0, 0)), Fraction(1, 4), "")
    mixed = EveMixture(classical_device(), GhzDevice(), (Fraction(1, 4), Fraction(1, 2)), "")
    assert (flipped.planes, mixed.planes) == (13, 9)
    for device in (flipped, mixed):
        for x in ((1, 0, 0, 0, 0), (1, 1, 0, 1, 0)):
            counts: dict[Bits, int] = {}
            for value in range(2**device.planes):
                a = device.outputs(Planes(value), 0, 0, x)  # type: ignore[arg-type]
                counts[a] = counts.get(a, 0) + 1
            for a in all_bits(5):
                assert Fraction(counts.get(a, 0), 2**device.planes) == device.box.probability(a, x)


@pytest.mark.parametrize("name", [name for name in DEVICES if name != "thirds"])
def test_laws_are_non_signalling(name: str) -> None:
    """[R4.10] a box sees its own input only: no party's output depends on another's input."""
    assert DEVICES[name].box.violation() is None


def test_probabilities_that_are_not_dyadic_are_rounded() -> None:
    """[R4.33] [R4.40] every entry within 2^-31 of the box asked for; dyadic ones are exact."""
    law = BoxDevice(THIRDS).box
    for a, x in product(all_bits(5), all_bits(5)):
        assert abs(law.probability(a, x) - THIRDS.probability(a, x)) < Fraction(1, 2**31)
    assert BoxDevice(PR_THREE).box == PR_THREE


@pytest.mark.parametrize("name", DEVICES)
def test_words_are_the_outputs(name: str) -> None:
    """[R4.39]-[R4.42] plain and fast answer alike on random inputs."""
    device = DEVICES[name]
    x = list(chunk_planes(3, 0, 0, 5))
    fast = device.words(chunk_planes(4, DEVICE_STREAM, 2, device.planes), x)
    chunk = PlainChunk(4, DEVICE_STREAM, 2)
    for t in range(150):
        word, bit = divmod(t, 64)
        at = tuple(int(plane[word]) >> bit & 1 for plane in x)
        answer = tuple(int(plane[word]) >> bit & 1 for plane in fast)
        assert device.outputs(chunk, 0, t, at) == answer


def test_ghz_by_formula_is_ghz_by_table() -> None:
    """[R4.39] [R4.40] the same stream and the same outputs, a whole chunk."""
    x = list(chunk_planes(8, 0, 0, 5))
    planes = chunk_planes(8, 1, 0, 5)
    assert np.array_equal(GhzDevice().words(planes, x), BoxDevice(ghz_box()).words(planes, x))


def test_quintuplets_are_answered_in_order_across_chunks() -> None:
    """[R4.31] the device as the literal protocol takes it."""
    device = uniform_device()
    answer = device.quintuplet(6)
    answers = [answer((0,) * 5) for _ in range(CHUNK + 3)]
    second = PlainChunk(6, DEVICE_STREAM, 1)
    assert answers[CHUNK:] == [device.outputs(second, 0, t, (0,) * 5) for t in range(3)]


def test_named_devices_do_what_they_are_named_for() -> None:
    """[R4.43]"""
    assert classical_device().box.loss(GAME) == 6
    assert uniform_device().box == uniform_box(5)
    for device in (fixed_output_device(), guessing_device(), GhzDevice()):
        assert device.box.loss(GAME) == 0
    x = GAME.inputs[0]
    guess = guessing_device()
    assert guess.box.probability_that(lambda a: majority(a[:3]) == 0, x) == Fraction(1, 2)
    assert [guess.box_given(e).probability_that(lambda a: majority(a[:3]) == 0, x) for e in (0, 1)] == [
        Fraction(3, 4),
        Fraction(1, 4),
    ]


@given(st.fractions(0, 1))
@settings(max_examples=5, deadline=None)
def test_depolarised_ghz_is_wrong_with_the_probability_of_an_odd_number_of_flips(noise: Fraction) -> None:
    """[R4.41] [R4.43] (1 - (1 - 2q)^5)/2 at the flip probability q that is sampled, 2/3 of the noise."""
    device = depolarised_ghz(noise)
    q = device.flip
    assert abs(q - 2 * noise / 3) <= Fraction(1, 2**33)
    for x in (GAME.inputs[0], GAME.inputs[9]):
        assert device.wrong_probability(x) == (1 - (1 - 2 * q) ** 5) / 2


def test_impossible_devices_are_refused() -> None:
    """[R4.40] [R4.43] another number of parties, a signalling table, a noise beyond 1."""
    with pytest.raises(ValueError, match=r"R4\.40"):
        BoxDevice(pr_box())
    signalling = Box(5, {((x[1], 0, 0, 0, 0), x): 1 for x in all_bits(5)})
    with pytest.raises(ValueError, match=r"R2\.10"):
        BoxDevice(signalling)
    with pytest.raises(ValueError, match=r"R4\.43"):
        depolarised_ghz(Fraction(3, 2))


@given(st.lists(st.integers(0, 1), min_size=32, max_size=32))
def test_decision_diagrams_are_their_tables(table: list[int]) -> None:
    variables = [np.array([sum(bits[i] << j for j, bits in enumerate(all_bits(5)))], dtype=np.uint64) for i in range(5)]
    words = decision_words(decision(tuple(table)), variables)
    assert [int(words[0]) >> j & 1 for j in range(32)] == table


# Stim as an oracle: X measured on input 1, Y on input 0.


def ghz_circuit(x: Bits, noise: float = 0.0) -> stim.Circuit:
    circuit = stim.Circuit("H 0\nCX 0 1 0 2 0 3 0 4")
    if noise:
        circuit.append("DEPOLARIZE1", range(5), noise)
    for party, setting in enumerate(x):
        circuit.append("MX" if setting else "MY", [party])
    return circuit


def stim_box() -> Box:
    """P(a|x) from the exact expectations of products of X and Y, by a Fourier transform."""
    simulator = stim.TableauSimulator()
    simulator.do(stim.Circuit("H 0\nCX 0 1 0 2 0 3 0 4"))
    table: dict[tuple[Bits, Bits], Fraction] = {}
    for x in all_bits(5):
        expectation = {
            subset: simulator.peek_observable_expectation(
                stim.PauliString(
                    "".join("_" if not s else "X" if bit else "Y" for s, bit in zip(subset, x, strict=True))
                )
            )
            for subset in all_bits(5)
        }
        for a in all_bits(5):
            signs = (
                value * (-1) ** parity(tuple(s & b for s, b in zip(subset, a, strict=True)))
                for subset, value in expectation.items()
            )
            table[a, x] = Fraction(sum(signs), 32)
    return Box(5, table)


def test_stim_agrees_exactly_on_ghz() -> None:
    """[R4.39] all 1024 probabilities."""
    assert stim_box() == GhzDevice().box


def deviation_allowed(samples: int, comparisons: int) -> float:
    """Hoeffding: no frequency deviates by more, but with probability FALSE_ALARM in all comparisons together."""
    return sqrt(log(2 * comparisons / FALSE_ALARM) / (2 * samples))


def test_stim_agrees_on_depolarised_ghz_within_statistics() -> None:
    """[R4.43] stim's samples against our exact table: false alarm 1e-9 over 32 * 32 frequencies."""
    noise, samples = Fraction(1, 20), 40_000
    law = depolarised_ghz(noise).box
    allowed = deviation_allowed(samples, 32 * 32)
    for number, x in enumerate(all_bits(5)):
        shots = ghz_circuit(x, float(noise)).compile_sampler(seed=number).sample(samples)
        counts = np.bincount(shots @ (1 << np.arange(4, -1, -1)), minlength=32)
        for a, count in zip(all_bits(5), counts, strict=True):
            assert abs(count / samples - law.probability(a, x)) < allowed, format_bits(a + x)


@pytest.mark.parametrize("name", ["depolarised", "thirds", "mixture"])
def test_samples_follow_their_law_within_statistics(name: str) -> None:
    """[R4.40] [R4.41] [R4.42] false alarm 1e-9 over 32 outputs on each of two inputs, a chunk each."""
    device = DEVICES[name]
    ones = np.uint64(2**64 - 1)
    allowed = deviation_allowed(CHUNK, 64)
    for x in ((1, 0, 0, 0, 0), (1, 1, 0, 1, 0)):
        inputs = [np.full(CHUNK // 64, ones * np.uint64(bit)) for bit in x]
        a = device.words(chunk_planes(1, 1, 0, device.planes), inputs)
        for outputs in all_bits(5):
            hits: np.ndarray[Any, Any] = np.asarray(ones)
            for plane, bit in zip(a, outputs, strict=True):
                hits = hits & (plane if bit else ~plane)
            share = int(np.bitwise_count(hits).sum()) / CHUNK
            assert abs(share - device.box.probability(outputs, x)) < allowed
