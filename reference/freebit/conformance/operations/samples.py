"""Operations on sampled bits and simulated devices [R4.30]-[R4.43]."""

from collections.abc import Callable
from fractions import Fraction
from itertools import islice

from freebit.boxes.bits import format_bits
from freebit.conformance.operations.shared import Operation, Value, box_of, size_of, words_of
from freebit.protocol.parameters import PARTIES
from freebit.simulate import devices
from freebit.simulate.sources import (
    AdversarialSource,
    BiasedSource,
    FreeSource,
    GuessedSource,
    MarkovSource,
    SampledSource,
)
from freebit.simulate.stream import Sfc64, check_seed
from freebit.wire.reader import Reader

#: Bits or words that one question can ask for.
MAX_COUNT = 2**20


def _seed(reader: Reader) -> int:
    text = reader.child("seed").text()
    if not text.isascii() or not text.isdigit() or (text != "0" and text[0] == "0") or len(text) > 40:
        reader.child("seed").fail("R6.6", "a seed is a number in decimal digits, as a string")
    return check_seed(int(text))


def words(reader: Reader) -> Value:
    """The first words of a stream, in hexadecimal [R4.30]."""
    reader.only(["seed", "stream", "chunk", "count"])
    stream, chunk = (reader.child(name).count() for name in ("stream", "chunk"))
    count = size_of(reader.child("count"), MAX_COUNT)
    generator = Sfc64(_seed(reader), stream, chunk)
    return {"words": [f"{generator.next_word():016x}" for _ in range(count)]}


def sample_source(reader: Reader) -> Value:
    """The first bits of a sampled source [R4.34]-[R4.38]."""
    name = reader.child("name").one_of(["free", "biased", "adversarial", "guessed", "markov"])
    number = {"free": [], "markov": ["flip"]}.get(name, ["epsilon"])
    reader.only(["name", "seed", "count", *number])
    given = reader.child(number[0]).rational() if number else Fraction(0)
    makers: dict[str, type[BiasedSource | AdversarialSource | GuessedSource | MarkovSource]] = {
        "biased": BiasedSource,
        "adversarial": AdversarialSource,
        "guessed": GuessedSource,
        "markov": MarkovSource,
    }
    source: SampledSource = FreeSource() if name == "free" else makers[name](given)
    seed, count = _seed(reader), size_of(reader.child("count"), MAX_COUNT)
    return {"bits": format_bits(islice(source.bits(seed), count))}


def sample_device(reader: Reader) -> Value:
    """The outputs of the first quintuplets of a simulated device on given inputs [R4.39]-[R4.43]."""
    names = ["ghz", "depolarised", "classical", "uniform", "fixed-output", "guessing", "box"]
    name = reader.child("name").one_of(names)
    more = {"depolarised": ["noise"], "box": ["box"]}.get(name, [])
    reader.only(["name", "seed", "inputs", *more])
    device: devices.Device
    if name == "depolarised":
        device = devices.depolarised_ghz(reader.child("noise").rational())
    elif name == "box":
        device = devices.BoxDevice(box_of(reader.child("box").only(["parties", "entries"])))
    else:
        makers: dict[str, Callable[[], devices.Device]] = {
            "ghz": devices.GhzDevice,
            "classical": devices.classical_device,
            "uniform": devices.uniform_device,
            "fixed-output": devices.fixed_output_device,
            "guessing": devices.guessing_device,
        }
        device = makers[name]()
    answer = device.quintuplet(_seed(reader))
    return {"outputs": [format_bits(answer(x)) for x in words_of(reader.child("inputs"), PARTIES)]}


OPERATIONS: dict[str, Operation] = {
    "words": words,
    "sample-source": sample_source,
    "sample-device": sample_device,
}
