"""Questions to an SMT solver: what is asserted, and the answer that proves the claim [R3.3].

A ``Case`` is one way in which a rule can fail, written as a term.  A ``Query`` is a list of cases, and is refuted if
none of them has a solution.  A ``Script`` is a context, which is declared and asserted once, and its queries, which
are asked on top of it one at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from freebit.second.terms import Bindings, every, let, some


@dataclass(frozen=True)
class Context:
    """What the queries of a script share: numbers that are unknown, definitions, and laws that are asserted."""

    names: tuple[str, ...] = ()
    #: Each is the part after "define-fun": name, arguments, sort and value.
    definitions: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The context as commands of SMT-LIB."""
        return [
            *(f"(declare-fun {name} () Real)" for name in self.names),
            *(f"(define-fun {definition})" for definition in self.definitions),
            *(f"(assert {law})" for law in self.laws),
        ]


@dataclass(frozen=True)
class Case:
    """A way in which a rule fails: at some place the term that stands there is true."""

    rule: str
    about: str
    #: Pairs of a place and a term.
    places: tuple[tuple[str, str], ...]

    def term(self) -> str:
        """That the rule fails at some place; a term that stands at several places is written once."""
        return some(dict.fromkeys(term for _, term in self.places))


@dataclass(frozen=True)
class Query:
    """Cases that a solver must refute, on top of what is ``given``; ``named`` are abbreviations for both.

    If ``possible`` the query has no cases, and what is given must have a solution.  Queries of one ``part`` belong
    together: refuted together they prove one statement.
    """

    cases: tuple[Case, ...]
    part: str = "all"
    named: tuple[Bindings, ...] = ()
    given: tuple[str, ...] = ()
    possible: bool = False

    def term(self, cases: Iterable[Case] | None = None) -> str:
        """What is asserted: what is given, and that one of the cases occurs."""
        occurs = [] if self.possible else [some(case.term() for case in (self.cases if cases is None else cases))]
        return let(self.named, every([*self.given, *occurs]))


@dataclass(frozen=True)
class Script:
    """A title, a context, and queries."""

    title: str
    context: Context
    queries: tuple[Query, ...]
