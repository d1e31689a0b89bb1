"""Operations on sampled bits and simulated devices [R4.30]-[R4.43]."""

from collections.abc import Callable
from fractions import Fraction
from itertools import islice

from freebit.boxes.bits import format_bits
from freebit.boxes.cells import TESTED_GAMES
from freebit.boxes.game import ParityGame
from freebit.conformance.operations.shared import Operation, Value, box_of, size_of, words_of
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
    return int(text)


def words(reader: Reader) -> Value:
    """The first words of a stream, in hexadecimal [R4.30]."""
    reader.only(["seed", "stream", "chunk", "count"])
    stream, chunk = (reader.child(name).count() for name in ("stream", "chunk"))
    count = size_of(reader.child("count"), MAX_COUNT)
    generator = Sfc64(check_seed(_seed(reader)), stream, chunk)
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
    rare = reader.child("rare").bits(1)[0] if reader.has("rare") else 1
    seed, count = _seed(reader), size_of(reader.child("count"), MAX_COUNT)
    return {"bits": format_bits(islice(_source(name, given, width, rare).bits(check_seed(seed)), count))}


def _source(name: str, given: Fraction, width: int, rare: int) -> SampledSource:
    """A source of a number of bits for each cell [R4.67]."""
    if name == "free":
        return FreeSource(width)
    if name == "adversarial":
        return AdversarialSource(given, width, rare)
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
    game = read_game(reader.child("game")) if reader.has("game") else GAME
    makers: dict[str, Callable[[ParityGame], devices.Device]] = {
        "ghz": devices.GhzDevice,
        "classical": devices.classical_device,
        "uniform": devices.uniform_device,
        "fixed-output": lambda own: devices.fixed_output_device(0, own),
        "guessing": devices.guessing_device,
    }
    make = makers[name] if name in makers else _described(name, reader)
    seed, inputs = _seed(reader), words_of(reader.child("inputs"), game.parties)
    if TESTED_GAMES.get(game.parties) != game:
        raise InvalidError(f"[R4.51] the tested protocol plays no {game.name} game of {game.parties} parties")
    answer = make(game).quintuplet(check_seed(seed))
    return {"outputs": [format_bits(answer(x)) for x in inputs]}


def _described(name: str, reader: Reader) -> Callable[[ParityGame], devices.Device]:
    """A device that has a number or a box [R4.40], [R4.43], [R4.69]."""
    if name == "depolarised":
        noise = reader.child("noise").rational()
        return lambda game: devices.depolarised_ghz(noise, game)
    if name == "noisy":
        error = reader.child("error").rational()
        return lambda game: devices.noisy_ghz(error, game)
    shape = reader.child("box").only(["parties", "entries"])
    if shape.child("parties").count() != 5:
        shape.fail("R6.6", "a quintuplet is a box of five parties")
    box = box_of(shape)
    return lambda _: devices.BoxDevice(box)


OPERATIONS: dict[str, Operation] = {
    "words": words,
    "sample-source": sample_source,
    "sample-device": sample_device,
}
