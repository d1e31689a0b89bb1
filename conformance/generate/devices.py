"""Every device in every game that is tested, and boxes in which a party's output is fixed, worked out once more."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import words
from conformance.generate.samples import Planes, near, planes_of

F = Fraction
GAMES = {3: "ghz", 4: "ghz", 5: "mermin"}
Box = dict[str, Fraction]
Answer = Callable[[Planes, int, str], list[int]]


def devices() -> Group:
    group = Group("devices")
    for section in (_boxes, _devices):
        section(group)
    return group


def _wins(name: str, x: str) -> int | None:
    """[R2.2], [R2.3], [R2.5] The parity that an input asks for."""
    number = x.count("1") - 1 if name == "mermin" else x.count("0")
    return None if number % 2 else number // 2 % 2


def _fixed(name: str, n: int, party: int, value: str) -> Box:
    """[R2.14] The parity wins on an input, or on that with the party's own bit turned."""

    def wanted(x: str) -> int | None:
        turned = x[: party - 1] + "10"[int(x[party - 1])] + x[party:]
        return _wins(name, x) if _wins(name, x) is not None else _wins(name, turned)

    return oracle.table(
        n, lambda a, x: F(1, 2 ** (n - 2)) if a[party - 1] == value and a.count("1") % 2 == wanted(x) else 0
    )


def _boxes(group: Group) -> None:
    """[R2.14] Each game, each party and each value."""
    for name, sizes in (("ghz", (2, 3, 4, 5)), ("mermin", (3, 5))):
        for n in sizes:
            for party, value in product(range(1, n + 1), "01"):
                if n == 5 and (party, value) not in ((1, "1"), (3, "0"), (5, "1")):
                    continue
                if (name, n, party, value) in (("mermin", 3, 1, "0"), ("mermin", 3, 3, "1")):
                    continue
                group.accept(
                    f"device-box-{name}-{n}-{party}-{value}", "R2.14", "named-box",
                    {"name": "fixed-output", "game": {"name": name, "parties": n}, "party": party, "value": value},
                    f"the {name} game of {n} parties, party {party} answers {value}",
                    {"parties": n, "entries": oracle.text(_fixed(name, n, party, value))},
                )  # fmt: skip


def _ghz(n: int) -> Answer:
    """[R4.39], [R4.68]"""

    def answer(p: Planes, t: int, x: str) -> list[int]:
        drawn = [p.bit(i, t) for i in range(n - 1)]
        wins = _wins(GAMES[n], x)
        return [*drawn, p.bit(n - 1, t) if wins is None else (sum(drawn) + wins) % 2]

    return answer


def _of_box(box: Box, n: int, first: int = 0) -> Answer:
    """[R4.40] Party after party."""

    def one(x: str, before: str) -> Fraction:
        chances = [
            sum((p for key, p in box.items() if key.startswith(before + b) and key.endswith("|" + x)), F(0))
            for b in "01"
        ]
        return near(chances[1] / sum(chances)) if sum(chances) else F(0)

    chance = {(x, a): one(x, a) for x in words(n) for i in range(n) for a in (words(i) if i else [""])}
    widths = [max(planes_of(p) for (_, a), p in chance.items() if len(a) == i) for i in range(n)]

    def answer(p: Planes, t: int, x: str) -> list[int]:
        a = ""
        for i in range(n):
            start = first + sum(widths[:i])
            u = sum(p.bit(start + j, t) * 2 ** (widths[i] - 1 - j) for j in range(widths[i]))
            a += str(int(u >= 2 ** widths[i] * (1 - chance[x, a])))
        return [int(bit) for bit in a]

    return answer


def _guessing(n: int) -> Answer:
    """[R4.42] e is the first plane; the chances 1 and 0 take none; then the planes of the two boxes, n - 2 each."""
    parts = [_of_box(_fixed(GAMES[n], n, 1, value), n, 1 + i * (n - 2)) for i, value in enumerate("01")]
    return lambda p, t, x: parts[p.bit(0, t)](p, t, x)


def _noisy(n: int, error: Fraction) -> Answer:
    """[R4.69]"""

    def answer(p: Planes, t: int, x: str) -> list[int]:
        a = _ghz(n)(p, t, x)
        return [*a[:-1], (a[-1] + p.happens(near(error), n, t)) % 2]

    return answer


def _depolarised(n: int, noise: Fraction) -> Answer:
    """[R4.41]"""
    chance = near(2 * noise / 3)
    k = planes_of(chance)
    return lambda p, t, x: [(bit + p.happens(chance, n + i * k, t)) % 2 for i, bit in enumerate(_ghz(n)(p, t, x))]


def _devices(group: Group) -> None:
    """[R4.39]-[R4.43], [R4.68] All inputs of all three games, in more quintuplets than a word has bits."""
    for n, name in GAMES.items():
        first = "1" + "0" * (n - 1)
        makers: dict[str, tuple[dict[str, Any], Answer, str]] = {
            "ghz": ({}, _ghz(n), "R4.39"),
            "depolarised": ({"noise": "3/16"}, _depolarised(n, F(3, 16)), "R4.41 R4.43"),
            "noisy": ({"error": "1/3"}, _noisy(n, F(1, 3)), "R4.69 R4.33"),
            "classical": ({}, _of_box({f"{first}|{x}": F(1) for x in words(n)}, n), "R4.40 R4.43"),
            "uniform": ({}, _of_box({f"{a}|{x}": F(1, 2**n) for a in words(n) for x in words(n)}, n), "R4.40 R4.43"),
            "fixed-output": ({}, _of_box(_fixed(name, n, 1, "0"), n), "R4.40 R4.43 R2.14"),
            "guessing": ({}, _guessing(n), "R4.42 R4.43 R2.14"),
        }
        inputs = list(words(n)) * (96 // 2**n)
        for device, (more, answer, rules) in makers.items():
            planes = Planes(2**63 + n, 1)
            outputs = ["".join(map(str, answer(planes, t, x))) for t, x in enumerate(inputs)]
            group.accept(
                f"device-{n}-{device}", f"{rules} R4.68", "sample-device",
                {"name": device, "seed": str(2**63 + n), "inputs": inputs, "game": {"name": name, "parties": n}, **more},
                f"{device} in the game of {n} parties", {"outputs": outputs},
            )  # fmt: skip
