"""What was left between the vectors of questions: sets of bits, rare circumstances, long keys and wide tables."""

from fractions import Fraction
from itertools import combinations

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import text, words

F = Fraction
TINY = F(1, 2**70)


def asked(group: Group) -> None:
    for section in (_sets, _rare, _many, _tables, _limits):
        section(group)


def _together(bits: int, chosen: tuple[int, ...], zero: Fraction) -> dict[str, Fraction]:
    """The chosen bits are all 0 with this probability and otherwise uniform, the others are free."""
    other = (1 - zero) / (2 ** len(chosen) - 1)
    free = 2 ** (bits - len(chosen))
    return {x: (other if any(x[i] == "1" for i in chosen) else zero) / free for x in words(bits)}


def _extremes(entries: dict[str, Fraction], bits: int) -> dict[tuple[int, ...], tuple[Fraction, Fraction]]:
    """For each set of bits the least and the largest probability that its values have, given all others."""
    found = {}
    for size in range(1, bits + 1):
        for chosen in combinations(range(bits), size):
            totals: dict[str, Fraction] = {}
            for x, p in entries.items():
                rest = "".join("." if i in chosen else bit for i, bit in enumerate(x))
                totals[rest] = totals.get(rest, F(0)) + p
            given = [
                p / totals["".join("." if i in chosen else bit for i, bit in enumerate(x))] for x, p in entries.items()
            ]
            found[chosen] = (min(given), max(given))
    return found


def _sets(group: Group) -> None:
    """[R1.12] Of all sets of two, three and four bits one alone breaks a bound."""
    bits = 4
    for size in (2, 3, 4):
        for chosen in combinations(range(bits), size):
            name = "".join(str(i + 1) for i in chosen)
            for side, zero in (("upper", F(1, 2)), ("lower", F(1, 40))):
                entries = _together(bits, chosen, zero)
                extremes = _extremes(entries, bits)
                lower = [min(low for one, (low, _) in extremes.items() if len(one) == n) for n in range(1, bits + 1)]
                upper = [max(high for one, (_, high) in extremes.items() if len(one) == n) for n in range(1, bits + 1)]
                others = [ends for one, ends in extremes.items() if len(one) == size and one != chosen]
                bound, step = (upper, -TINY) if side == "upper" else (lower, TINY)
                alone = all(
                    high < upper[size - 1] if side == "upper" else low > lower[size - 1] for low, high in others
                )
                if not alone:
                    raise ValueError(f"the bits {name} are not alone")
                label = f"gap-joint-{side}-{name}"
                given = {
                    "bits": bits,
                    "entries": text(entries),
                    "lower": list(map(str, lower)),
                    "upper": list(map(str, upper)),
                }
                group.accept(label, "R1.12", "joint-bounds", given, f"the bits {name} together reach a bound")
                moved = [value + step if i == size - 1 else value for i, value in enumerate(bound)]
                group.reject(f"{label}-tiny", label, {"merge": {side: list(map(str, moved))}}, "R1.12",
                             f"the bits {name} alone break the bound of {size} bits, by 2^-70")  # fmt: skip


def _rare(group: Group) -> None:
    """[R1.2], [R1.5] A circumstance of probability 2^-70 or so counts like any other."""
    for bits in (1, 2):
        free = {f"{x}|common": (1 - TINY) / 2**bits for x in words(bits)}
        for place in range(bits):
            rare = {
                f"{x}|rare": TINY / 2 ** (bits - 1) * (F(1, 8) if x[place] == "1" else F(7, 8)) for x in words(bits)
            }
            entries = text(free | rare)
            label = f"gap-rare-{place + 1}-of-{bits}"
            group.accept(f"{label}-largest", "R1.5", "largest-epsilon", {"bits": bits, "entries": entries},
                         "the bit is weak in a rare circumstance only", {"epsilon": "1/8"})  # fmt: skip
            group.accept(label, "R1.2", "source", {"bits": bits, "entries": entries, "epsilon": "1/8"}, "epsilon 1/8")
            group.reject(
                f"{label}-more", label, {"merge": {"epsilon": "1/4"}}, "R1.2", "1/4 is too much in a rare circumstance"
            )


def _voting(votes: str) -> list[str]:
    """Outputs whose first three parties vote so."""
    return [{"0": "10010", "1": "01101"}[vote] for vote in votes]


def _many(group: Group) -> None:
    """[R4.23] More majorities than a block, a byte or a page of them holds."""
    for count in (129, 192, 256, 257, 300, 1025):
        for name, ones in (
            ("last", [count - 1]),
            ("middle", [count // 2]),
            ("two", [0, count - 1]),
            ("late", [count - 2, count - 1, 64]),
        ):
            votes = "".join("1" if i in ones else "0" for i in range(count))
            group.accept(f"gap-distil-{count}-{name}", "R4.21 R4.23", "distil", {"outputs": _voting(votes)}, f"{count} columns",
                         {"majorities": votes, "k": len(ones) % 2})  # fmt: skip


def _tables(group: Group) -> None:
    """[R4.24] Truth tables of more than 256 rows, and those of a number of columns of which a word forgets a part."""
    for nd in (9, 10, 11):
        for votes in (
            "1" * nd,
            "1" + "0" * (nd - 1),
            "0" * (nd - 1) + "1",
            "1" + "0" * (nd - 2) + "1",
            ("01" * nd)[:nd],
        ):
            number = int(votes, 2)
            for bit in "01":
                table = "".join(bit if i == number else "10"[int(bit)] for i in range(2**nd))
                group.accept(
                    f"gap-table-{nd}-{votes}-{bit}", "R4.24", "distil", {"outputs": _voting(votes), "f": {"kind": "table", "values": table}},
                    f"of {2**nd} rows that of {votes} alone is {bit}", {"majorities": votes, "k": int(bit)},
                )  # fmt: skip
    two = group.accept("gap-table-of-1", "R4.24", "distil", {"outputs": _voting("1"), "f": {"kind": "table", "values": "01"}},
                       "one column", {"majorities": "1", "k": 1})  # fmt: skip
    for nd, length in ((32, 1), (33, 2), (34, 4), (64, 1), (65, 2), (53, 2**5), (5, 2**5 + 1), (31, 2), (1, 1)):
        change = {"outputs": _voting("1" * nd), "f": {"values": "1" * length}}
        group.reject(f"gap-table-of-{nd}-columns-{length}", two, {"merge": change}, "R4.24", f"{length} values for {nd} columns",
                     isolated=nd <= 20)  # fmt: skip


def _limits(group: Group) -> None:
    """[R4.7] Blocks whose number is no number of a machine."""
    alpha, kappa, eps = F(1, 2), (F(1, 2),), F(1, 2)
    for m, w in ((64, 1), (63, 1), (33, 1), (32, 1)):
        hit = F(w + 1, 2**m)
        k = oracle.load(kappa, eps)
        exact = (alpha + k * hit) ** 2 / 4
        group.accept(
            f"gap-bound-{m}-{w}", "R4.7 R5.33", "bound",
            {"theorem": "column", "alpha": "1/2", "kappa": ["1/2"], "epsilon": "1/2", "nd": 2, "log2_nb": m, "tolerance": w},
            f"a tolerance of {w} for 2^{m} blocks", encloses={"factor": str(exact), "sqrt": 1, "width": "1/1000000000"},
        )  # fmt: skip
