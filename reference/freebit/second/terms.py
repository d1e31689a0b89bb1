"""Terms of SMT-LIB 2.6 as text, in linear real arithmetic."""

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=1 << 14)
def number(rational: str) -> str:
    """A canonical rational "p" or "p/q" as a constant."""
    sign, digits = ("-", rational[1:]) if rational.startswith("-") else ("", rational)
    top, _, bottom = digits.partition("/")
    constant = f"(/ {top}.0 {bottom}.0)" if bottom else f"{top}.0"
    return f"(- {constant})" if sign else constant


def _joined(operator: str, terms: Iterable[str], of_none: str) -> str:
    listed = list(terms)
    return f"({operator} {' '.join(listed)})" if len(listed) > 1 else (listed or [of_none])[0]


def plus(terms: Iterable[str]) -> str:
    """The sum of any number of terms."""
    return _joined("+", terms, "0.0")


def weighted(terms: Iterable[tuple[str, str]]) -> str:
    """The sum of constants times terms, given as pairs; each constant is written once, before the sum of its terms."""
    by_constant: dict[str, list[str]] = {}
    for constant, term in terms:
        by_constant.setdefault(constant, []).append(term)
    return plus(f"(* {constant} {plus(listed)})" for constant, listed in by_constant.items())


def some(terms: Iterable[str]) -> str:
    """At least one of the terms."""
    return _joined("or", terms, "false")


def every(terms: Iterable[str]) -> str:
    """All of the terms."""
    return _joined("and", terms, "true")


def minus(term: str) -> str:
    """The term with the other sign."""
    return f"(- {term})"


def differ(left: str, right: str) -> str:
    """That two terms have different values."""
    return f"(not (= {left} {right}))"


#: Abbreviations that are bound together, as pairs of a name and a value.
Bindings = tuple[tuple[str, str], ...]


def let(groups: Iterable[Bindings], term: str) -> str:
    """The term, in which names stand for values; a value may use the names of groups before its own."""
    for group in reversed(list(groups)):
        if group:
            term = f"(let ({' '.join(f'({name} {value})' for name, value in group)}) {term})"
    return term
