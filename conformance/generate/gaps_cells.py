"""What was left between the vectors of tested cells: loads, and boxes that another input or their sum alone refuses."""

from fractions import Fraction
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults import base
from conformance.generate.oracle import words

F = Fraction
TINY = F(1, 2**70)
ASKED = ("001", "010", "100", "111")
Document = dict[str, Any]


def cells(group: Group) -> None:
    _loads(group)
    _limits(group)


def _loads(group: Group) -> None:
    """[R3.85] A load with a negative number helps nobody, and does no harm beside another one."""
    for side in ("right", "wrong"):
        for place in ("first", "last"):
            document = base("cells roomy")
            loads = document["claim"][side]
            negative = ["2", "2", "2", str(-TINY)]
            document["claim"][side] = [negative, *loads] if place == "first" else [*loads, negative]
            group.accept(f"gap-loads-{side}-{place}", "R3.85", "certificate", {"document": document},
                         f"the {place} load of {side} has a negative number, the other one is enough")  # fmt: skip
            if place == "last":
                continue  # alone it is neither first nor last
            only = {"merge": {"document": {"claim": {side: [negative]}}}}
            group.reject(f"gap-loads-{side}-{place}-alone", f"gap-loads-{side}-{place}", only, "R3.85",
                         f"every load of {side} has a negative number, at the farthest distance")  # fmt: skip


def _limit(masses: dict[str, tuple[Fraction, Fraction]], mu: dict[str, Fraction], rate: Fraction) -> Document:
    """Of each input two tables that are the same everywhere, of these masses, and mu the same on all outputs."""
    boxes = {
        y: {sign: {"---": str(mass)} if mass else {} for sign, mass in zip(("plus", "minus"), pair, strict=True)}
        for y, pair in masses.items()
    }
    claim = {"game": {"name": "ghz", "parties": 3}, "inputs": {"kind": "local"}, "f": {"kind": "majority"}, "epsilon": "1/4",
             "rate": str(rate)}  # fmt: skip
    witness = {"mu": {f"{a}|{x}": str(mu[x]) for x in ASKED for a in words(3)}, "boxes": boxes}
    return {"format": "freebit-certificate", "version": 1, "kind": "tested-limit", "claim": claim, "witness": witness}


def _limits(group: Group) -> None:
    """[R3.88], [R3.89] Two inputs of X differ in two bits, so that at epsilon 1/4 a box may be nine times mu at another input."""
    large, small = F(3, 4), F(1, 24)
    for own in ("001", "111"):
        mu = {x: large / 8 if x == own else large / 72 for x in ASKED}
        for name, pair in (("plus", (large, F(0))), ("both", (large / 2, large / 2))):
            masses = {y: pair if y == own else (small, F(0)) for y in ASKED}
            label = f"gap-limit-{own}-{name}"
            group.accept(label, "R3.86 R3.87 R3.88", "certificate", {"document": _limit(masses, mu, F(-1))},
                         f"the boxes of {own} are as large as they may be, at every input")  # fmt: skip
            for x in ASKED:
                for a in ("000", "111", "010"):
                    change: Document = {"witness": {"mu": {f"{a}|{x}": str(mu[x] - TINY)}}}
                    group.reject(f"{label}-{a}-{x}", label, {"merge": {"document": change}}, "R3.88",
                                 f"the boxes of {own} are too large at {a}|{x} by less than 2^-66")  # fmt: skip
    mu = dict.fromkeys(ASKED, F(1, 32))
    # On 111 three of four right answers have f = 1, on the others one of four.
    sums = {"plus": F(1, 8), "minus": -F(1, 8)}
    for name, total in sums.items():
        pair = (F(1, 4), F(0)) if name == "plus" else (F(0), F(1, 4))
        document = _limit(dict.fromkeys(ASKED, pair), mu, total)
        group.accept(
            f"gap-limit-sum-{name}", "R3.89", "certificate", {"document": document}, f"what is reached is {total}"
        )
        for step, size in ((TINY, "tiny"), (F(1, 16), "large"), (F(1, 8), "zero")):
            higher: Document = {"claim": {"rate": str(total + step)}}
            group.reject(f"gap-limit-sum-{name}-{size}", f"gap-limit-sum-{name}", {"merge": {"document": higher}}, "R3.89",
                         f"the rate is {total + step}, above what is reached")  # fmt: skip
