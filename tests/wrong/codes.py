"""Mistakes in checkers of codes."""

from fractions import Fraction
from hashlib import sha256
from unittest import mock

from freebit.codes import weights
from freebit.codes.code import Code, Concatenation
from freebit.codes.field import Field
from freebit.kernel.kinds import code as kind
from freebit.kernel.kinds.code import CodeWeights
from freebit.protocol import key as keys
from freebit.protocol.key import Key, KeyOutcome
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript, kept_cells
from freebit.protocol.tested_transcript import TestedTranscriptFile
from freebit.theorem import binomial
from freebit.theorem.enclosure import Enclosure
from freebit.wire import codes as wire
from freebit.wire.reader import Reader
from tests.wrong import Replace, wrong

OP = "certificate"
KEY = "replay-key"


def _never(replace: Replace, rule: str) -> None:
    replace(CodeWeights, rule, lambda _: lambda self: None)


@wrong("the sizes of a code are believed", OP)
def sizes_believed(replace: Replace) -> None:
    _never(replace, "sizes_fit")


@wrong("every modulus is taken to be irreducible", OP)
def any_modulus(replace: Replace) -> None:
    _never(replace, "modulus_is_irreducible")


@wrong("only roots of a modulus are looked for", OP)
def roots_only(replace: Replace) -> None:
    def make(original: object) -> object:
        def divisor(self: Field) -> int | None:
            found: int | None = original(self)  # type: ignore[operator]
            return found if found in (0b10, 0b11) else None

        return divisor

    replace(Field, "divisor", make)


@wrong("the weights of a code may stand in any order", OP)
def weights_unordered(replace: Replace) -> None:
    _never(replace, "weights_are_listed")


@wrong("codes of any number of bits are counted", OP)
def anything_counted(replace: Replace) -> None:
    _never(replace, "it_can_be_counted")


@wrong("a generator may be given a closed form", OP)
def any_closed_form(replace: Replace) -> None:
    _never(replace, "form_is_known")


@wrong("the weights of a code are believed", OP)
def weights_believed(replace: Replace) -> None:
    _never(replace, "weights_suffice")


@wrong("a bound on weights is taken to be exact", OP)
def bounds_exact(replace: Replace) -> None:
    _never(replace, "weights_are_exact")


@wrong("the closed form is exact for Reed-Muller codes too", OP)
def exact_for_all(replace: Replace) -> None:
    replace(kind, "exactly_known", lambda _: lambda code: code.bits == code.field.degree * code.dimension)


@wrong("the closed form is exact for a part of an outer code too", OP)
def exact_for_parts(replace: Replace) -> None:
    replace(kind, "exactly_known", lambda _: lambda code: code.inner == "simplex")


@wrong("the message of all ones is not counted", OP)
def last_not_counted(replace: Replace) -> None:
    def make(original: object) -> object:
        def counted(code: Code) -> dict[int, int]:
            found: dict[int, int] = original(code)  # type: ignore[operator]
            word = 0
            for row in code.rows:
                word ^= row
            return {w: number - (w == word.bit_count()) for w, number in found.items()}

        return counted

    replace(kind, "counted", make)


@wrong("every symbol is taken to have the average weight of the inner code", OP)
def average_weight(replace: Replace) -> None:
    def least(code: Concatenation) -> dict[int, int]:
        found = weights.outer_weights(1 << code.field.degree, code.length, code.dimension)
        ones = sum(word.bit_count() for word in code.inner_words)
        return {ones * w // (len(code.inner_words) - 1): number for w, number in found.items()}

    replace(kind, "least_weights", lambda _: least)


@wrong("the words of an outer code are counted without inclusion and exclusion", OP)
def no_inclusion(replace: Replace) -> None:
    def least(code: Concatenation) -> dict[int, int]:
        d, q = code.length - code.dimension + 1, 1 << code.field.degree
        inner = min(word.bit_count() for word in code.inner_words[1:])
        return {inner * w: q ** (w - d) * (q - 1) for w in range(d, code.length + 1)}

    replace(kind, "least_weights", lambda _: least)


@wrong("elements are spelled with the constant coefficient first", OP)
def spelled_backwards(replace: Replace) -> None:
    def columns(self: Concatenation) -> range:
        size = 1 << self.field.degree
        return range(1, size) if self.inner == "simplex" else range(1, size, 2)

    replace(Concatenation, "columns", lambda _: property(columns))


@wrong("numbers of cells are not limited", OP)
def cells_unlimited(replace: Replace) -> None:
    replace(wire, "MAX_CODE_CELLS", lambda _: 10**12)


@wrong("numbers of bits are not limited", OP)
def bits_unlimited(replace: Replace) -> None:
    replace(wire, "MAX_CODE_BITS", lambda _: 10**12)


# The key of many bits.


@wrong("the last kept cells are distilled", KEY)
def last_cells(replace: Replace) -> None:
    replace(keys, "kept_cells", lambda original: lambda transcript: original(transcript)[::-1])


@wrong("wrong cells are left out of the key", KEY)
def wrong_cells_left_out(replace: Replace) -> None:
    def make(original: object) -> object:
        def right(transcript: TestedTranscript) -> object:
            game = transcript.parameters.kind.game
            kept = original(transcript)  # type: ignore[operator]
            found = [(a, x) for a, x in kept if not game.coefficient(a, x)]
            return found if len(found) >= transcript.parameters.keep - 1 else kept

        return right

    replace(keys, "kept_cells", make)


@wrong("an aborted run has a key", KEY)
def key_of_an_abort(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(transcript: TestedTranscript, code: Code) -> KeyOutcome:
            found: KeyOutcome = original(transcript, code)  # type: ignore[operator]
            return found if found.g else KeyOutcome(found.kept, found.wrong, found.abort, Key((1,) * code.bits))

        return replay

    replace(keys, "replay_key", make)


@wrong("only the distilled cells are tested", KEY)
def distilled_alone_tested(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(transcript: TestedTranscript, code: Code) -> KeyOutcome:
            found: KeyOutcome = original(transcript, code)  # type: ignore[operator]
            p = transcript.parameters
            cells = kept_cells(transcript)[: code.cells]
            if sum(p.kind.game.coefficient(a, x) for a, x in cells) > p.tolerance or found.kept < p.keep:
                return found
            f = [p.kind.function(a, x) for a, x in cells]
            return KeyOutcome(found.kept, found.wrong, None, keys.key_of_cells(code, f))

        return replay

    replace(keys, "replay_key", make)


@wrong("rows of a generator are read from their last place", KEY)
def rows_backwards(replace: Replace) -> None:
    replace(keys, "key_of_cells", lambda original: lambda code, values: original(code, values[::-1]))


@wrong("a code may have more cells than are sure to be kept", KEY)
def longer_codes(replace: Replace) -> None:
    replace(keys, "check_code", lambda _: lambda parameters, code: None)


@wrong("the bits of a key are written from the last to the first", KEY)
def key_backwards(replace: Replace) -> None:
    def make(original: object) -> object:
        return lambda code, values: Key(original(code, values).bits[::-1])  # type: ignore[operator]

    replace(keys, "key_of_cells", make)


# Transcripts of many bits, and their bound.


@wrong("the code that a transcript names is not looked at: one bit is made", "transcript")
def key_not_seen(replace: Replace) -> None:
    replace(TestedTranscriptFile, "code", lambda _: property(lambda self: None, lambda self, code: None))


def _digests(replace: Replace, change: object) -> None:
    replace(keys, "generator_digest", lambda _: change)


@wrong("the digest of a generator is believed", "transcript")
def generator_believed(replace: Replace) -> None:
    def make(original: object) -> object:
        def read(reader: Reader, parameters: TestedParameters) -> object:
            held = reader.child("generator").text()
            with mock.patch.object(keys, "generator_digest", lambda code: held):
                return original(reader, parameters)  # type: ignore[operator]

        return read

    replace(keys, "read_key", make)


@wrong("rows of a generator are filled up with zeros on their left", "transcript")
def rows_filled_left(replace: Replace) -> None:
    def digest(code: Code) -> str:
        length = -(-code.cells // 8)
        return sha256(b"".join(row.to_bytes(length, "big") for row in code.rows)).hexdigest()

    _digests(replace, digest)


@wrong("the first place of a row is the least significant bit of its byte", "transcript")
def rows_least_significant(replace: Replace) -> None:
    def digest(code: Code) -> str:
        length = -(-code.cells // 8)
        turned = (int(f"{row:0{code.cells}b}"[::-1], 2) for row in code.rows)
        return sha256(b"".join(row.to_bytes(length, "little") for row in turned)).hexdigest()

    _digests(replace, digest)


@wrong("a transcript may name a code on more than n cells", "transcript")
def longer_codes_named(replace: Replace) -> None:
    replace(keys, "check_code", lambda _: lambda parameters, code: None)


@wrong("a transcript may name a code of other sizes than it states", "transcript")
def sizes_of_names_believed(replace: Replace) -> None:
    replace(wire, "wrong_size", lambda _: lambda stated: None)


@wrong("a transcript may name a code over no field", "transcript")
def any_modulus_named(replace: Replace) -> None:
    replace(wire, "wrong_modulus", lambda _: lambda code: None)


def _sums(replace: Replace, sum_: object) -> None:
    def make(_: object) -> object:
        return lambda weights, p, most: sum_(list(weights), p, most)  # type: ignore[operator]

    replace(binomial, "weighted_at_most", make)


@wrong("only the lightest words count", "bound")
def lightest_alone(replace: Replace) -> None:
    _sums(replace, lambda weights, p, most: binomial.at_most(weights[0][0], p, most) * weights[0][1])


@wrong("all words count as the lightest", "bound")
def all_as_the_lightest(replace: Replace) -> None:
    _sums(replace, lambda weights, p, most: binomial.at_most(weights[0][0], p, most) * sum(n for _, n in weights))


@wrong("words of at most T cells do not count", "bound")
def light_words_forgotten(replace: Replace) -> None:
    def sum_(weights: list[tuple[int, int]], p: Fraction, most: int) -> Enclosure:
        heavy = [binomial.at_most(n, p, most) * number for n, number in weights if n > most]
        return sum(heavy, Enclosure.of(0))

    _sums(replace, sum_)


@wrong("a word is counted once, however many messages have its weight", "bound")
def messages_not_counted(replace: Replace) -> None:
    _sums(
        replace,
        lambda weights, p, most: sum((binomial.at_most(n, p, most) for n, _ in weights), Enclosure.of(0)),
    )
