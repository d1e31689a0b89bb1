"""Operations on sampled bits and simulated devices [R4.30]-[R4.43]."""

from collections.abc import Callable
from fractions import Fraction
from itertools import islice

from freebit.boxes.bits import format_bits
from freebit.boxes.cells import TESTED_GAMES
from freebit.boxes.game import ParityGame
from freebit.conformance.operations.shared import Operation, Value, box_of, optional, size_of, words_of
from freebit.errors import InvalidError
from freebit.protocol.parameters import GAME, PARTIES
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
from freebit.wire.reader import Reader, read_game

#: Bits or words that one question can ask for.
MAX_COUNT = 2**20
#: The most bits of a cell.
MAX_WIDTH = 6


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
    reader.only(["name", "seed", "count", *number], ["width", *(["rare"] if name == "adversarial" else [])])
    given = reader.child(number[0]).rational() if number else Fraction(0)
    width = reader.child("width").count() if reader.has("width") else PARTIES
    if not 2 <= width <= MAX_WIDTH:
        reader.child("width").fail("R6.6", f"{width} bits a cell are not from 2 to {MAX_WIDTH}")
    source = _source(name, given, width, optional(reader, "rare", "1") if name == "adversarial" else "1", reader)
    seed, count = _seed(reader), size_of(reader.child("count"), MAX_COUNT)
    return {"bits": format_bits(islice(source.bits(seed), count))}


def _source(name: str, given: Fraction, width: int, rare: str, reader: Reader) -> SampledSource:
    """A source of a number of bits for each cell [R4.67]."""
    if name == "free":
        return FreeSource(width)
    if name == "adversarial":
        if rare not in ("0", "1"):
            reader.child("rare").fail("R6.13", "a bit is wanted")
        return AdversarialSource(given, width, int(rare))
    makers: dict[str, type[BiasedSource | GuessedSource | MarkovSource]] = {
        "biased": BiasedSource,
        "guessed": GuessedSource,
        "markov": MarkovSource,
    }
    return makers[name](given, width)


def sample_device(reader: Reader) -> Value:
    """The outputs of the first quintuplets of a simulated device on given inputs [R4.39]-[R4.43]."""
    names = ["ghz", "depolarised", "noisy", "classical", "uniform", "fixed-output", "guessing", "box"]
    name = reader.child("name").one_of(names)
    more = {"depolarised": ["noise"], "noisy": ["error"], "box": ["box"]}.get(name, [])
    reader.only(["name", "seed", "inputs", *more], [] if name == "box" else ["game"])
    game = _game(reader) if reader.has("game") else GAME
    device: devices.Device
    if name == "depolarised":
        device = devices.depolarised_ghz(reader.child("noise").rational(), game)
    elif name == "noisy":
        device = devices.noisy_ghz(reader.child("error").rational(), game)
    elif name == "box":
        shape = reader.child("box").only(["parties", "entries"])
        if shape.child("parties").count() != 5:
            shape.fail("R6.6", "a quintuplet is a box of five parties")
        device = devices.BoxDevice(box_of(shape))
    else:
        makers: dict[str, Callable[[ParityGame], devices.Device]] = {
            "ghz": devices.GhzDevice,
            "classical": devices.classical_device,
            "uniform": devices.uniform_device,
            "fixed-output": lambda own: devices.fixed_output_device(0, own),
            "guessing": devices.guessing_device,
        }
        device = makers[name](game)
    answer = device.quintuplet(_seed(reader))
    return {"outputs": [format_bits(answer(x)) for x in words_of(reader.child("inputs"), game.parties)]}


def _game(reader: Reader) -> ParityGame:
    """A game of the tested protocol [R4.51], [R4.68]."""
    game = read_game(reader.child("game"))
    if TESTED_GAMES.get(game.parties) != game:
        raise InvalidError(f"[R4.51] the tested protocol plays no {game.name} game of {game.parties} parties")
    return game


OPERATIONS: dict[str, Operation] = {
    "words": words,
    "sample-source": sample_source,
    "sample-device": sample_device,
}
