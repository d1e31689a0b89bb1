"""Kind ``code``: how many messages of a code have words of small weight [R3.90]-[R3.96], [R3.97]."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import comb
from typing import ClassVar

from freebit.second import reading
from freebit.second.codes import ReedSolomonWords, Rows, irreducible
from freebit.second.model import NotDecidedError, Objection, Shown
from freebit.second.reading import ReadingError
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import differ, every, plus

MOST_BITS, MOST_CELLS = 1024, 1 << 20
COUNTED_BITS, COUNTED_CELLS = 16, 1 << 16
#: Outer codes of more symbols have more equations than the solver is asked.
LONGEST_OUTER = 256


@dataclass(frozen=True)
class CodeQuestions:
    """A code, its sizes, and the numbers of messages that are claimed for some weights."""

    kind: ClassVar[str] = "code"

    code: Rows | ReedSolomonWords
    bits: int
    cells: int
    weights: tuple[tuple[int, str], ...]
    sense: str
    why: str

    @classmethod
    def read(cls, claim: object, witness: object) -> "CodeQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        parts = reading.record(claim, "document/claim", ("bits", "cells", "code", "sense", "weights"))
        bits, cells = (reading.count(parts[name], f"document/claim/{name}") for name in ("bits", "cells"))
        for name, found, most in (("bits", bits, MOST_BITS), ("cells", cells, MOST_CELLS)):
            if found > most:
                raise ReadingError("R6.95", f"document/claim/{name}", f"{found} are more than {most}")
        lines = reading.sequence(parts["weights"], "document/claim/weights")
        return cls(
            _code(parts["code"], cells),
            bits,
            cells,
            tuple(_line(line, f"document/claim/weights/{i}") for i, line in enumerate(lines)),
            reading.word(parts["sense"], "document/claim/sense", ("exact", "bound")),
            reading.word(
                reading.record(witness, "document/witness", ("why",))["why"],
                "document/witness/why",
                ("counting", "mds"),
            ),
        )

    def objections(self) -> Iterator[Objection]:
        """[R3.90], [R3.91], [R3.92], [R3.93], [R3.94], and of R3.96 whether weights are known exactly."""
        yield from self._misfits()
        if isinstance(self.code, ReedSolomonWords) and not irreducible(self.code.modulus):
            yield Objection("R3.91", "claim/code/modulus", f"{self.code.modulus} is not irreducible")
        yield from self._unlisted()
        by_counting = self.why == "counting" or isinstance(self.code, Rows)
        if by_counting and (self.bits > COUNTED_BITS or self.cells > COUNTED_CELLS):
            yield Objection("R3.93", "witness/why", f"{self.bits} bits, {self.cells} cells: too many to count")
        if self.why == "mds" and isinstance(self.code, Rows):
            yield Objection("R3.94", "witness/why", "only concatenations have a closed form")

    def _misfits(self) -> Iterator[Objection]:
        if self.bits == 0:
            yield Objection("R3.90", "claim/bits", "a code of no bits")
        if isinstance(self.code, Rows):
            if len(self.code.rows) != self.bits:
                yield Objection("R3.90", "claim/code/rows", f"{len(self.code.rows)} rows are not {self.bits}")
            return
        m, length, dimension = self.code.degree, self.code.length, self.code.dimension
        if not (0 < dimension <= length <= 2**m and self.bits <= m * dimension):
            yield Objection(
                "R3.90", "claim/code", f"an outer code [{length},{dimension}] does not fit {self.bits} bits"
            )
        if self.cells != length * len(self.code.positions):
            yield Objection("R3.90", "claim/cells", f"{self.cells} is not {length} * {len(self.code.positions)}")

    def _unlisted(self) -> Iterator[Objection]:
        before = -1
        for i, (weight, messages) in enumerate(self.weights):
            if weight <= before or weight > self.cells:
                yield Objection("R3.92", f"claim/weights/{i}/weight", f"{weight} does not follow {before}")
            if "/" in messages or messages.startswith("-") or messages == "0":
                yield Objection("R3.92", f"claim/weights/{i}/messages", "this is no positive integer")
            before = weight

    def script(self) -> Script:
        """[R3.95] and [R3.96]; of a concatenation the solver finds the weights from equations [R3.97]."""
        if self.why == "mds" and isinstance(self.code, ReedSolomonWords):
            context, known = self._by_equations(self.code)
            exact = len(self.code.least_weights()) == 1 and self.bits == self.code.degree * self.code.dimension
        else:
            rows = self.code if isinstance(self.code, Rows) else self.code.generator(self.bits)
            context, known, exact = Context(), {w: f"{number}.0" for w, number in rows.weights().items()}, True
        queries = [Query((self._too_few(known),), "weights")]
        if self.sense == "exact":
            places = tuple(
                (f"claim/weights/{i}/messages", differ(known.get(weight, "0.0"), f"{messages}.0") if exact else "true")
                for i, (weight, messages) in enumerate(self.weights)
            )
            case = Case("R3.96", "the numbers of messages are not those listed, or not known", places)
            queries.append(Query((case,), "exact"))
        return Script("a certificate of kind code", context, tuple(queries))

    def _by_equations(self, code: ReedSolomonWords) -> tuple[Context, Mapping[int, str]]:
        """A_w words of the outer code have w symbols other than 0; any j symbols are 0 in q^(K-j) words, or in one."""
        length, q = code.length, 2**code.degree
        if length > LONGEST_OUTER:
            raise NotDecidedError(f"an outer code of {length} symbols has too many equations")
        laws = []
        for j in range(length + 1):
            words = plus(f"(* {comb(length - w, j)}.0 A_{w})" for w in range(length - j + 1))
            laws.append(f"(= {words} {comb(length, j) * q ** max(code.dimension - j, 0)}.0)")
        least = min(code.least_weights())
        return (
            Context(tuple(f"A_{w}" for w in range(length + 1)), (), tuple(reversed(laws))),
            {least * w: f"A_{w}" for w in range(1, length + 1)},
        )

    def _too_few(self, known: Mapping[int, str]) -> Case:
        """At some weight fewer messages are claimed so far than are known, and than there are."""
        claimed = dict(zip((w for w, _ in self.weights), accumulate(int(n) for _, n in self.weights), strict=True))
        allowed, places = 0, []
        so_far: list[str] = []
        for weight in sorted({*known, *claimed}):
            so_far += [known[weight]] if weight in known else []
            allowed = claimed.get(weight, allowed)
            more = (f"(> {plus(so_far)} {allowed}.0)", f"(> {2**self.bits - 1}.0 {allowed}.0)")
            places.append(("claim/weights", every(more)))
        return Case("R3.95", "more messages may have words of small weight", tuple(places))

    def shown(self) -> tuple[Shown, ...]:
        """The numbers of messages by weight."""
        if isinstance(self.code, Rows):
            code = ",".join(f"{row:0{self.cells}b}" for row in self.code.rows)
        else:
            code = f"{self.code.inner},{self.code.modulus},{self.code.length},{self.code.dimension}"
        weights = ",".join(f"{weight}:{messages}" for weight, messages in self.weights)
        about = (("bits", str(self.bits)), ("cells", str(self.cells)), ("code", code))
        return (Shown(self.kind, None, (*about, ("sense", self.sense), ("weights", weights))),)


def _code(value: object, cells: int) -> Rows | ReedSolomonWords:
    place = "document/claim/code"
    found = reading.table(value, place)
    if "kind" not in found:
        raise ReadingError("R6.9", place, 'the key "kind" is needed')
    if reading.word(found["kind"], f"{place}/kind", ("generator", "concatenation")) == "generator":
        rows = reading.sequence(reading.record(found, place, ("kind", "rows"))["rows"], f"{place}/rows")
        words = [reading.bits(row, f"{place}/rows/{i}", cells) for i, row in enumerate(rows)]
        return Rows(cells, tuple(int(f"0{word}", 2) for word in words))
    parts = reading.record(found, place, ("kind", "inner", "modulus", "length", "dimension"))
    modulus = reading.text(parts["modulus"], f"{place}/modulus")
    if not 3 <= len(modulus) <= 13 or not set(modulus) <= {"0", "1"} or modulus[0] == "0":
        raise ReadingError("R6.96", f"{place}/modulus", "no polynomial of degree 2 to 12 in bits")
    return ReedSolomonWords(
        reading.word(parts["inner"], f"{place}/inner", ("simplex", "reed-muller")),
        modulus,
        reading.count(parts["length"], f"{place}/length"),
        reading.count(parts["dimension"], f"{place}/dimension"),
    )


def _line(value: object, place: str) -> tuple[int, str]:
    parts = reading.record(value, place, ("weight", "messages"))
    weight = reading.count(parts["weight"], f"{place}/weight")
    return weight, reading.canonical_rational(parts["messages"], f"{place}/messages")
