"""Boxes, sources and guesses that are wrong in one place only, or by less than a double can tell."""

from fractions import Fraction
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import text, words

F = Fraction
TINY = F(1, 2**70)
PLACES = ("first", "middle", "last")


def slight() -> Group:
    group = Group("slight")
    _boxes(group)
    _losses(group)
    _sources(group)
    _numbers(group)
    _guesses(group)
    return group


def _boxes(group: Group) -> None:
    for n in range(2, 7):
        uniform = {f"{a}|{x}": F(1, 2**n) for x in words(n) for a in words(n)}
        base = "box-uniform-5" if n == 5 else group.accept(f"box-uniform-{n}-parties", "R2.8 R2.9 R2.10", "box", {"parties": n, "entries": text(uniform)},
                            f"coins of {n} parties")  # fmt: skip
        for party in range(1, n + 1):
            places = {"0" * n, "1" * n, "01" * (n // 2) + "0" * (n % 2)} if n < 6 else {"1" * n}
            for x in sorted(places):
                step = F(1, 2 ** (n + 1)) if x[0] == "1" else TINY
                change = {
                    f"{a}|{x}": str(F(1, 2**n) + step * (-1) ** (a[: party - 1] + a[party:]).count("1"))
                    for a in words(n)
                }
                group.reject(
                    f"box-signals-{n}-{party}-{x}", base, {"merge": {"entries": change}}, "R2.10",
                    f"the others together see the input of party {party} at {x}, and nobody else's", rules="R2.11", op="box",
                )  # fmt: skip
    two = oracle.table(2, lambda a, x: F(1, 4))
    base = "box-uniform-2-parties"
    for sign, name in ((TINY, "over"), (-TINY, "under")):
        change = {f"11|{x}": str(F(1, 4) + sign) for x in words(2)}
        group.reject(
            f"box-sum-tiny-{name}", base, {"merge": {"entries": change}}, "R2.9", f"every sum is {name} 1 by 2^-70"
        )
    change = {f"11|{x}": str(F(1, 4) + 2**64) for x in words(2)}
    group.reject("box-sum-2-64", base, {"merge": {"entries": change}}, "R2.9", "every sum is 1 + 2^64")
    for a, x in (("00", "00"), ("01", "00"), ("10", "10"), ("11", "10"), ("01", "11"), ("11", "11")):
        changes = {b: (-1 if b.count("1") % 2 == a.count("1") % 2 else 1) * (F(1, 4) + TINY) for b in words(2)}
        table = {f"{b}|{x}": str(two[f"{b}|{x}"] + step) for b, step in changes.items()}
        group.reject(
            f"box-negative-{a}-{x}", base, {"merge": {"entries": table}}, "R2.8", f"-2^-70 at {x}, {a} among others"
        )


def _losses(group: Group) -> None:
    for n in (3, 5):
        for x in (w for w in words(n) if w.count("1") % 2):
            for a in ("0" * n, "1" * n):
                if not _wrong(n, a, x):
                    continue
                entries = {f"{a}|{x}": TINY, f"{a}|{'0' * n}": F(1, 2)}
                group.accept(
                    f"loss-tiny-{a}-{x}", "R2.13 R2.4", "loss",
                    {"game": {"name": "mermin", "parties": n}, "entries": text(entries)}, f"a loss of 2^-70 at {a}|{x} alone",
                    {"loss": str(TINY)},
                )  # fmt: skip
    group.accept(
        "loss-large", "R2.13", "loss",
        {"game": {"name": "mermin", "parties": 3}, "entries": {"100|100": str(2**64 + 1), "000|111": str(-(2**64))}},
        "numbers above 2^64 whose difference is 1", {"loss": "1"},
    )  # fmt: skip


def _wrong(n: int, a: str, x: str) -> bool:
    return (a.count("1") % 2 == 1) != (x.count("1") % 4 == 3)


def _weak(j: int, eps: Fraction, n: int = 3) -> dict[str, Fraction]:
    """Free bits but for bit j (from 0), which is 0 with probability eps."""
    return {x: F(1, 2 ** (n - 1)) * (eps if x[j] == "0" else 1 - eps) for x in words(n)}


def _sources(group: Group) -> None:
    rules = "R1.1 R1.2 R1.3 R1.4"
    for j, place in enumerate(PLACES):
        entries = _weak(j, F(1, 5))
        body = {"bits": 3, "entries": text(entries)}
        group.accept(f"source-weak-{place}", rules, "source", {**body, "epsilon": "1/5"}, f"the {place} bit is weak")
        for name, epsilon in (("tiny", F(1, 5) + TINY), ("2-54", F(1, 5) + F(1, 2**54)), ("more", F(1, 4))):
            group.reject(f"source-weak-{place}-{name}", f"source-weak-{place}", {"merge": {"epsilon": str(epsilon)}}, "R1.2",
                         f"the {place} bit has 1/5 only")  # fmt: skip
        group.accept(f"largest-epsilon-weak-{place}", "R1.5", "largest-epsilon", body, f"the {place} bit is weak",
                     {"epsilon": "1/5"})  # fmt: skip
        # Weak in one circumstance of the others only, with either value the rarer one.
        for rare in "01":
            for others in ("00", "01", "11"):
                low = others[:j] + rare + others[j:]
                high = others[:j] + "10"[int(rare)] + others[j:]
                one = {x: F(1, 8) for x in words(3)} | {low: F(1, 16), high: F(3, 16)}
                group.accept(
                    f"largest-epsilon-{place}-{rare}-given-{others}", "R1.5 R1.3", "largest-epsilon",
                    {"bits": 3, "entries": text(one)}, f"the {place} bit is rarely {rare} where the others are {others}",
                    {"epsilon": str(oracle.largest_epsilon(one))},
                )  # fmt: skip
        # The weakest circumstance has words that are both less likely than others that differ in another bit.
        for rare in "01":
            label, why = f"{place}-{rare}-hidden", f"the {place} bit is rarely {rare} where neither value is likely"
            given = {"bits": 3, "entries": text(_hidden(j, rare))}
            group.accept(f"largest-epsilon-{label}", "R1.5 R1.3", "largest-epsilon", given, why, {"epsilon": "1/31"})
            group.accept(f"source-{label}", rules, "source", {**given, "epsilon": "1/31"}, why)
            group.reject(
                f"source-{label}-over", f"source-{label}", {"merge": {"epsilon": "1/30"}}, "R1.2", "1/31 is too little"
            )
        lower, upper = _joint(entries)
        group.accept(f"joint-bounds-weak-{place}", "R1.12", "joint-bounds",
                     {**body, "lower": list(map(str, lower)), "upper": list(map(str, upper))}, "eq (14) with equality")  # fmt: skip
        for n in range(3):
            for name, key, values in (
                ("upper", "upper", [v - TINY if i == n else v for i, v in enumerate(upper)]),
                ("lower", "lower", [v + TINY if i == n else v for i, v in enumerate(lower)]),
            ):
                group.reject(
                    f"joint-bounds-weak-{place}-{name}-{n + 1}", f"joint-bounds-weak-{place}",
                    {"merge": {key: list(map(str, values))}}, "R1.12", f"the bound of {n + 1} bits is missed by 2^-70",
                )  # fmt: skip
    for n in range(3):
        zero = ["1/8", "1/16", "1/32"]
        zero[n] = "0"
        group.reject(f"joint-bounds-zero-{n + 1}", "joint-bounds-weak-first", {"merge": {"lower": zero}}, "R1.12",
                     f"G({n + 1}) = 0")  # fmt: skip
    for sign, name in ((TINY, "over"), (-TINY, "under")):
        group.reject(f"source-sum-{name}", "source-weak-first", {"merge": {"epsilon": "1/8", "entries": {"111": str(F(1, 5) + sign)}}},
                     "R1.1", f"the sum is {name} 1 by 2^-70")  # fmt: skip
    for e in "abc":
        entries = {f"{x}|{k}": F(1, 6) for x in "01" for k in "abc"} | {f"0|{e}": F(1, 12), f"1|{e}": F(1, 4)}
        group.accept(f"largest-epsilon-told-{e}", "R1.5 R1.2", "largest-epsilon", {"bits": 1, "entries": text(entries)},
                     f"the bit is weak given {e} only", {"epsilon": "1/4"})  # fmt: skip


def _hidden(j: int, rare: str) -> dict[str, Fraction]:
    """Of bit j the value ``rare`` has 1/31 if the others are 0 and 1; no other bit of any word is as weak."""
    others = "01"
    made = {}
    for x in words(3):
        near = sum(a != b for a, b in zip(x[:j] + x[j + 1 :], others, strict=True))
        made[x] = F({(True, 0): 1, (False, 0): 30, (True, 1): 19, (True, 2): 19}.get((x[j] == rare, near), 50), 238)
    return made


def _joint(entries: dict[str, Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    """The least and largest conditional probability of n bits given all others, n = 1, 2, 3."""
    found: dict[int, list[Fraction]] = {1: [], 2: [], 3: []}
    for subset in range(1, 8):
        chosen = [i for i in range(3) if subset >> i & 1]
        for x, p in entries.items():
            total = sum((q for y, q in entries.items() if all(x[i] == y[i] for i in range(3) if i not in chosen)), F(0))
            found[len(chosen)].append(p / total)
    return [min(found[n]) for n in (1, 2, 3)], [max(found[n]) for n in (1, 2, 3)]


def _numbers(group: Group) -> None:
    for bias in (TINY, F(1, 2) - TINY, F(1, 3)):
        name = {TINY: "tiny", F(1, 2) - TINY: "just-below-half", F(1, 3): "third"}[bias]
        group.accept(
            f"epsilon-bias-{name}",
            "R1.6",
            "epsilon",
            {"bias": str(bias)},
            f"1/2 - {bias}",
            {"epsilon": str(F(1, 2) - bias)},
        )
    group.reject(
        "epsilon-bias-just-negative", "epsilon-bias-tiny", {"merge": {"bias": str(-TINY)}}, "R1.6", "a bias of -2^-70"
    )
    for bits in (0, 1, 3):
        for name, number, given in (
            ("biased", TINY, {"epsilon": str(TINY)}), ("markov", F(1, 3), {"flip": "1/3"}), ("markov", F(1, 2), {"flip": "1/2"}),
            ("guessed", F(1, 7), {"epsilon": "1/7"}),
        ):  # fmt: skip
            label = f"named-source-{name}-{bits}-bits-{number.denominator if number != TINY else 'tiny'}"
            group.accept(label, {"biased": "R1.8", "markov": "R1.11", "guessed": "R1.10"}[name], "named-source",
                         {"name": name, "bits": bits, **given}, f"{bits} bits", {"entries": text(_named(name, bits, number))})  # fmt: skip
    group.accept("named-source-guessed-2-bits", "R1.10", "named-source", {"name": "guessed", "bits": 2, "epsilon": "2/5"},
                 "two bits", {"entries": text(_named("guessed", 2, F(2, 5)))})  # fmt: skip
    for name, flip in (("over", F(1, 2) + TINY), ("below", -TINY)):
        group.reject(f"named-source-flip-{name}", "named-source-markov-3-bits-3", {"merge": {"flip": str(flip)}}, "R1.11",
                     f"a flip of {flip}")  # fmt: skip
    for f in ("10010110", "00001111", "11110000", "01010101"):
        eps = F(1, 7)
        entries = {x: F(1, 4) * (1 - eps if f[int(x, 2)] == "0" else eps) for x in words(3)}
        group.accept(f"named-source-defeating-{f}", "R1.9", "named-source",
                     {"name": "defeating", "bits": 3, "epsilon": "1/7", "f": f}, "three bits", {"entries": text(entries)})  # fmt: skip
    for f in ("10000000", "01111111", "11111111", "00000000", "11100000", "11111000"):
        group.reject(f"named-source-unbalanced-{f}", "named-source-defeating-01010101", {"merge": {"f": f}}, "R1.9",
                     f"f is 1 on {f.count('1')} of eight strings")  # fmt: skip


def _named(name: str, bits: int, number: Fraction) -> dict[str, Fraction]:
    if name == "markov":
        return {"": F(1)} if bits == 0 else oracle.markov(bits, number)
    if name == "biased":
        return {x: number ** x.count("0") * (1 - number) ** x.count("1") for x in words(bits)}
    made = {}
    for x in words(bits):
        for e in words(bits):
            wrong = sum(i != j for i, j in zip(x, e, strict=True))
            made[f"{x}|{e}"] = F(1, 2**bits) * number**wrong * (1 - number) ** (bits - wrong)
    return made


def _guesses(group: Group) -> None:
    def rows(shift: Fraction | int = 0) -> list[list[str]]:
        return [["0", "y", "t", "1", "e", str(F(1, 2) + shift)], ["1", "y", "t", "1", "e", str(F(1, 2) - shift)]]

    def accept(name: str, tables: dict[str, Any], why: str) -> str:
        return group.accept(f"guess-{name}", "R5.4 R5.5 R5.6", "guess", {"tables": tables}, why,
                            {"guess": str(oracle.guess(tables))})  # fmt: skip

    accept("tiny", {"z": rows(TINY)}, "a bias of 2^-70")
    accept("tiny-other", {"z": rows(-TINY)}, "a bias of -2^-70: absolute values")
    three = accept("three", {"1": rows(), "2": rows(), "3": rows()}, "three measurements that tell nothing")
    for z in "123":
        tables = {name: rows() for name in "123"}
        known = [["0", "y", "t", "1", "a", "1/2"], ["1", "y", "t", "1", "b", "1/2"]]
        accept(f"better-{z}", {**tables, z: known}, f"measurement {z} alone tells k")
        group.reject(f"guess-signals-{z}", three, {"merge": {"tables": {z: rows(TINY)}}}, "R5.3",
                     f"k depends on whether z is {z}, by 2^-70")  # fmt: skip
        for key, place in (("y", 1), ("t", 2)):
            moved = rows()
            moved[1][place] = "other"
            group.reject(f"guess-moved-{key}-{z}", three, {"merge": {"tables": {z: moved}}}, "R5.3",
                         f"if z is {z} all that has k = 1 has another {key}")  # fmt: skip
    for key, place in (("y", 1), ("t", 2), ("e", 4)):
        table = [["0", "y", "t", "1", "e", "1/2"], ["1", "y", "t", "1", "e", "1/2"]]
        table[1][place] = "other"
        accept(f"told-by-{key}", {"z": table}, f"{key} tells k")
    accept("abort-told", {"z": [["0", "y", "t", "0", "e", "1/4"], ["0", "y", "t", "1", "e", "1/2"], ["1", "y", "t", "1", "f", "1/4"]]},
           "aborted rows count nothing")  # fmt: skip
