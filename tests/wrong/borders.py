"""Mistakes at the border of a rule: forms of texts and values, claims by types that are believed, ties and carries."""

import base64
import binascii
import json
import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

from freebit.codes.field import Field
from freebit.conformance.operations import bounds, shared
from freebit.kernel.kinds.symmetric_predictability import SymmetricPredictability
from freebit.kernel.model import Failure
from freebit.kernel.symmetric import SymmetricBoxLaws
from freebit.simulate.chance import PRECISION, Chance
from freebit.simulate.stream import PlainChunk, Sfc64
from freebit.wire import document, rational, reader
from freebit.wire.document import MAX_BYTES, UnreadableError
from freebit.wire.reader import Reader
from tests.wrong import Replace, wrong

OP = "certificate"


def _reading(replace: Replace, change: Any) -> None:
    """Documents of other bytes than those that are given."""
    replace(document, "read_document", lambda original: lambda data: original(change(data)))


@wrong("a byte order mark before a certificate is left out", OP)
def mark_before_a_certificate(replace: Replace) -> None:
    _reading(replace, lambda data: data.removeprefix(b"\xef\xbb\xbf"))


@wrong("whatever Unicode calls a blank may stand around a certificate", OP)
def blanks_of_unicode(replace: Replace) -> None:
    def change(data: bytes) -> bytes:
        try:
            return data.decode().strip().encode()
        except UnicodeDecodeError:
            return data

    _reading(replace, change)


@wrong("what is no UTF-8 is replaced", OP)
def bytes_replaced(replace: Replace) -> None:
    _reading(replace, lambda data: data.decode(errors="replace").encode())


@wrong("a comma before a bracket is taken", OP)
def commas_before_brackets(replace: Replace) -> None:
    _reading(replace, lambda data: re.sub(rb",\s*([}\]])", rb"\1", data))


@wrong("a document of just 2^24 bytes is too long", OP)
def limit_excluded(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def read(data: bytes) -> object:
            if len(data) >= MAX_BYTES:
                raise UnreadableError("R6.2", "file", "too long")
            return original(data)

        return read

    replace(document, "read_document", make)


@wrong("half a pair of surrogates is refused", OP)
def halves_refused(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def read(data: bytes) -> object:
            tree = original(data)
            try:
                json.dumps(tree, ensure_ascii=False).encode()
            except UnicodeEncodeError as error:
                raise UnreadableError("R6.1", "file", "half a pair") from error
            return tree

        return read

    replace(document, "read_document", make)


@wrong("a key is repeated only next to itself", OP)
def neighbours_only(replace: Replace) -> None:
    def make(_: Any) -> Any:
        def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
            for (key, _), (other, _) in pairwise(pairs):
                if key == other:
                    raise UnreadableError("R6.4", f"key {key}", "the key is repeated")
            return dict(pairs)

        return unique

    replace(document, "_unique", make)


@wrong("keys that look alike are the same", OP)
def keys_folded(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
            original([(key.casefold().strip(), value) for key, value in pairs])
            table: dict[str, object] = original(pairs)
            return table

        return unique

    replace(document, "_unique", make)


@wrong("digits of all scripts make a rational", OP)
def digits_of_all_scripts(replace: Replace) -> None:
    replace(rational, "_RATIONAL", lambda _: re.compile(r"(0|-?(?!0)\d+)(?:/((?!0)\d+))?"))


@wrong("blanks around a rational are taken", OP)
def blanks_around_rationals(replace: Replace) -> None:
    replace(rational, "parse_ratio", lambda original: lambda text: original(text.strip()))


@wrong("a common factor is looked for in floating point", OP)
def terms_in_floats(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def parse(text: str) -> tuple[int, int]:
            p, bar, q = text.partition("/")
            if bar and len(text) > 32 and p.isdigit() and q.isdigit():
                return int(p), int(q)
            ratio: tuple[int, int] = original(text)
            return ratio

        return parse

    replace(rational, "parse_ratio", make)


@wrong("numbers of sixteen digits are taken", OP)
def sixteen_digits(replace: Replace) -> None:
    def make(original: Any) -> Any:
        return lambda literal: int(literal) if literal.isdigit() and len(literal) == 16 else original(literal)

    replace(document, "_integer", make)
    replace(reader, "MAX_DIGITS", lambda _: 16)


@wrong("words may be written in capitals", OP)
def words_in_capitals(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def one_of(self: Reader, words: Any, rule: str = "R6.6") -> str:
            lower = self.text().lower()
            word: str = lower if lower in words else original(self, words, rule)
            return word

        return one_of

    replace(Reader, "one_of", make)


@wrong("true is the number 1", OP)
def true_is_1(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def count(self: Reader) -> int:
            found: int = int(self.value) if isinstance(self.value, bool) else original(self)
            return found

        return count

    replace(Reader, "count", make)


@wrong("the numbers of a type have one digit", OP)
def types_of_one_digit(replace: Replace) -> None:
    replace(reader, "_TYPE", lambda _: re.compile(r"([0-9]),([0-9])\|([0-9]),([0-9])", re.ASCII))


def _believed(name: str, mistake: str, owner: type, rule: str) -> None:
    def apply(replace: Replace) -> None:
        replace(owner, rule, lambda _: lambda self: None)

    apply.__name__ = name
    wrong(mistake, OP)(apply)


for _name, _mistake, _owner, _rule in (
    ("types_believed", "a dual vector by types is believed", SymmetricPredictability, "dual_acts_as_gap"),
    ("negative_types", "a dual vector by types may be negative", SymmetricPredictability, "dual_is_not_negative"),
    ("weights_of_types_unordered", "weights may stand in any order", SymmetricPredictability, "weights_are_ordered"),
    ("inputs_of_types_mixed", "the input need not be the same for all", SymmetricPredictability, "input_is_symmetric"),
    ("boxes_of_types_believed", "the value of a box by types is believed", SymmetricPredictability, "primal_attains"),
    (
        "empty_witness_of_types",
        "neither vector nor box need be there by types",
        SymmetricPredictability,
        "something_shown",
    ),
    ("negative_boxes_of_types", "a box by types may be negative", SymmetricBoxLaws, "not_negative"),
    ("boxes_of_types_of_any_sum", "a box by types may have any sum", SymmetricBoxLaws, "normalised"),
):
    _believed(_name, _mistake, _owner, _rule)


@wrong("of a dual vector by types only the first number below 0 is looked for, and by a double", OP)
def negative_types_in_floats(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def rule(self: SymmetricPredictability) -> Failure | None:
            found: Failure | None = original(self)
            if found is None or self.dual is None:
                return found
            least = min(float(Fraction(n, self.dual.denominator)) for n in self.dual.numerators.values())
            return found if least < -1e-12 else None

        return rule

    replace(SymmetricPredictability, "dual_is_not_negative", make)


@wrong("the coefficients of a modulus are read backwards", OP, "replay-key")
def modulus_backwards(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def times(self: Field, left: int, right: int) -> int:
            product: int = original(Field(int(f"{self.modulus:b}"[::-1], 2)), left, right)
            return product

        return times

    replace(Field, "times", make)


@wrong("base64 with bits that belong to no byte is taken", OP, "transcript")
def loose_base64(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def text_or_bytes(reader: Reader) -> bytes:
            if reader.has("text"):
                data: bytes = original(reader)
                return data
            encoded = reader.only(["base64"]).child("base64")
            try:
                return base64.b64decode(encoded.text(), validate=True)
            except binascii.Error:
                encoded.fail("R6.6", "not base64")

        return text_or_bytes

    replace(shared, "text_or_bytes", make)


@wrong("negative numbers enter a bound", "bound", "cell-rate")
def negative_numbers(replace: Replace) -> None:
    replace(bounds, "_certifiable", lambda _: lambda numbers: numbers)


@wrong("a kappa is not below 0", "kappa")
def kappa_not_below_0(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def kappa(given: Reader) -> dict[str, Any]:
            found = original(given)
            return {"kappa": [number if not number.startswith("-") else "0" for number in found["kappa"]]}

        return kappa

    replace(bounds, "kappa", make)


@wrong("ties are rounded upwards", "sample-device")
def ties_upwards(replace: Replace) -> None:
    def make(_: Any) -> Any:
        return classmethod(lambda cls, chance: cls._of(int((chance * 2**PRECISION + Fraction(1, 2)) // 1)))

    replace(Chance, "nearest", make)


@wrong("a sum of 2^32 - 1 in the lower half of a word carries", "words")
def early_carry(replace: Replace) -> None:
    def make(_: Any) -> Any:
        def next_word(self: Any) -> int:
            def add(x: int, y: int) -> int:
                low = x % 2**32 + y % 2**32
                return ((x >> 32) + (y >> 32) + (low >= 2**32 - 1)) % 2**32 << 32 | low % 2**32

            word = add(add(self._a, self._b), self._counter)
            self._counter = add(self._counter, 1)
            self._a = self._b ^ (self._b >> 11)
            self._b = add(self._c, (self._c << 3) % 2**64)
            self._c = add(((self._c << 24) | (self._c >> 40)) % 2**64, word)
            return word

        return next_word

    replace(Sfc64, "next_word", make)


@wrong("the stream's number is cut to 32 bits", "words")
def streams_of_32_bits(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def begin(self: Any, seed: int, number: int, chunk: int) -> None:
            original(self, seed, number % 2**32, chunk)

        return begin

    replace(Sfc64, "__init__", make)


@wrong("the second chunk is the first once more", "sample-source")
def first_chunk_again(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def begin(self: Any, seed: int, number: int, _: int) -> None:
            original(self, seed, number, 0)

        return begin

    replace(PlainChunk, "__init__", make)
