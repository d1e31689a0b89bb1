"""Operations on sources and files of weak bits [R1.1]-[R1.20]."""

import hashlib
import tempfile
from collections.abc import Callable, Hashable
from fractions import Fraction
from pathlib import Path

from freebit.boxes.bits import Bits, format_bits
from freebit.conformance.operations.shared import Operation, Value, size_of
from freebit.errors import InvalidError
from freebit.source.epsilon import check_epsilon, epsilon_from_bias, epsilon_from_rate
from freebit.source.exact import Source, biased_source, defeating_source, guessed_source, markov_source
from freebit.source.frequencies import describe
from freebit.source.joint import JointBounds
from freebit.source.weakbits import Encoding, WeakBits
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader

MAX_BITS = 10


def source_of(reader: Reader) -> Callable[[], Source]:
    """What makes a source: its number of bits, and entries "x" or "x|e" with their probabilities [R1.1]."""
    length = size_of(reader.child("bits"), MAX_BITS)
    entries: dict[tuple[Bits, Hashable], Fraction | int] = {}
    for member in reader.child("entries").members():
        x, _, eve = member.key.partition("|")
        key = Reader(x, member.place).bits(length), eve
        if key in entries:
            member.fail("R6.6", "the entry is there twice")
        entries[key] = member.rational()
    return lambda: Source(length, entries)


def source(reader: Reader) -> Value:
    """Whether a source obeys eq (1) with epsilon [R1.2]-[R1.4]."""
    found, given = source_of(reader.only(["bits", "entries", "epsilon"])), reader.child("epsilon").rational()
    epsilon = check_epsilon(given)
    weakest = found().weakest_bit()
    if weakest is not None and weakest.probability < epsilon:
        raise InvalidError(f"[R1.2] {weakest}, less than {epsilon}")
    return {}


def largest_epsilon(reader: Reader) -> Value:
    """The largest epsilon of a source [R1.5]."""
    return {"epsilon": format_rational(source_of(reader.only(["bits", "entries"]))().largest_epsilon())}


def joint_bounds(reader: Reader) -> Value:
    """Whether a source obeys eq (14) with given G(1), G(2), ... and F(1), F(2), ... [R1.12]."""
    made = source_of(reader.only(["bits", "entries", "lower", "upper"]))
    length = reader.child("bits").count()
    lower, upper = ([bound.rational() for bound in reader.child(name).elements()] for name in ("lower", "upper"))
    if len(lower) != length or len(upper) != length:
        reader.fail("R6.6", f"{length} bounds of each sort are wanted")
    violation = JointBounds(lambda n: lower[n - 1], lambda n: upper[n - 1]).violation(made())
    if violation is not None:
        raise InvalidError(violation)
    return {}


def epsilon(reader: Reader) -> Value:
    """The epsilon of a bias [R1.6] or of a rate [R1.7]."""
    if reader.has("bias"):
        bias = reader.only(["bias"]).child("bias").rational()
        return {"epsilon": format_rational(epsilon_from_bias(bias))}
    rate = reader.only(["rate"]).child("rate").rational()
    return {"epsilon": format_rational(epsilon_from_rate(rate))}


def named_source(reader: Reader) -> Value:
    """The entries of a named source [R1.8]-[R1.11]; ``f`` is a truth table, x_1 most significant."""
    name = reader.child("name").one_of(["biased", "defeating", "guessed", "markov"])
    number = "flip" if name == "markov" else "epsilon"
    reader.only(["name", "bits", number, *(["f"] if name == "defeating" else [])])
    bits, probability = size_of(reader.child("bits"), MAX_BITS), reader.child(number).rational()
    makers: dict[str, Callable[[int, Fraction], Source]] = {
        "biased": biased_source,
        "guessed": guessed_source,
        "markov": markov_source,
    }
    if name == "defeating":
        f = reader.child("f").bits(2**bits)
        found = defeating_source(bits, lambda x: f[int(format_bits(x), 2)], probability)
    else:
        found = makers[name](bits, probability)
    entries = {
        format_bits(x) + ("" if eve is None else f"|{eve}"): format_rational(p)
        for (x, eve), p in sorted(found.entries().items(), key=lambda entry: (entry[0][0], str(entry[0][1])))
    }
    return {"entries": entries}


def weak_bits(reader: Reader) -> Value:
    """The bits of a file, and what a report states of it [R1.15]-[R1.20]."""
    reader.only(["hex", "encoding", "stride"])
    data = _bytes(reader.child("hex"))
    encoding = Encoding(reader.child("encoding").one_of([encoding.value for encoding in Encoding]))
    stride = reader.child("stride").count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bits")
        path.write_bytes(data)
        blocks = list(WeakBits(path, encoding, stride).blocks())
    used = b"".join(blocks)
    counts = describe(blocks, 0)
    return {
        "bits": format_bits(used),
        "bits_used": len(used),
        "sha256": hashlib.sha256(data).hexdigest(),
        "ones": counts.ones,
        "transitions": {f"{i}{j}": counts.transitions[i, j] for i in (0, 1) for j in (0, 1)},
    }


def _bytes(reader: Reader) -> bytes:
    text = reader.text()
    if len(text) % 2 or set(text) - set("0123456789abcdef"):
        reader.fail("R6.6", "not an even number of lower-case hexadecimal digits")
    return bytes.fromhex(text)


OPERATIONS: dict[str, Operation] = {
    "source": source,
    "largest-epsilon": largest_epsilon,
    "joint-bounds": joint_bounds,
    "epsilon": epsilon,
    "named-source": named_source,
    "weak-bits": weak_bits,
}
