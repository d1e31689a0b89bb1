"""Mistakes in checkers of codes."""

from freebit.codes import weights
from freebit.codes.code import Code, Concatenation
from freebit.codes.field import Field
from freebit.kernel.kinds import code as kind
from freebit.kernel.kinds.code import CodeWeights
from tests.wrong import Replace, wrong

OP = "certificate"


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
    replace(kind, "MAX_CODE_CELLS", lambda _: 10**12)


@wrong("numbers of bits are not limited", OP)
def bits_unlimited(replace: Replace) -> None:
    replace(kind, "MAX_CODE_BITS", lambda _: 10**12)
