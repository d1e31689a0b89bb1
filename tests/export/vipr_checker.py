"""A reader of VIPR 1.0 files with one derived row, written from the format's description alone."""

from fractions import Fraction


class VIPRError(ValueError):
    """A file that does not prove what it claims."""


class _Words:
    def __init__(self, text: str) -> None:
        lines = [line for line in text.splitlines() if not line.startswith("%")]
        self.words = " ".join(lines).split()
        self.at = 0

    def next(self) -> str:
        self.at += 1
        return self.words[self.at - 1]

    def expect(self, *wanted: str) -> None:
        for word in wanted:
            found = self.next()
            if found != word:
                raise VIPRError(f"{word} is wanted, not {found}")

    def vector(self) -> dict[int, Fraction]:
        pairs = [(int(self.next()), Fraction(self.next())) for _ in range(int(self.next()))]
        if len(dict(pairs)) != len(pairs):
            raise VIPRError("an index is repeated")
        return dict(pairs)


def proved_range(text: str) -> tuple[str, str, str]:
    """Check a file; returns the sense of the objective and the range that is proved, as (sense, low, high)."""
    words = _Words(text)
    words.expect("VER", "1.0", "VAR")
    variables = [words.next() for _ in range(int(words.next()))]
    if len(set(variables)) != len(variables):
        raise VIPRError("two variables have one name")
    words.expect("INT", "0", "OBJ")
    sense = words.next()
    objective = words.vector()
    words.expect("CON")
    count, bounds = int(words.next()), int(words.next())
    rows = []
    for number in range(count):
        words.next()
        rows.append((words.next(), Fraction(words.next()), words.vector()))
        if number < bounds and len(rows[-1][2]) != 1:
            raise VIPRError("a bound is on one variable")
    words.expect("RTP", "range")
    low, high = words.next(), words.next()
    words.expect("SOL")
    best = []
    for _ in range(int(words.next())):
        words.next()
        point = words.vector()
        for kind, right, left in rows:
            value = sum((c * point.get(i, Fraction(0)) for i, c in left.items()), Fraction(0))
            if not {"E": value == right, "G": value >= right, "L": value <= right}[kind]:
                raise VIPRError("a solution is not feasible")
        best.append(sum((c * point.get(i, Fraction(0)) for i, c in objective.items()), Fraction(0)))
    words.expect("DER", "1")
    words.next()
    derived, limit = words.next(), Fraction(words.next())
    words.expect("OBJ", "{", "lin")
    total: dict[int, Fraction] = {}
    right_side = Fraction(0)
    for index, multiplier in words.vector().items():
        kind, right, left = rows[index]
        allowed = {"E": True, "G": multiplier >= 0, "L": multiplier <= 0}[kind]
        if derived == "L":
            allowed = {"E": True, "G": multiplier <= 0, "L": multiplier >= 0}[kind]
        if not allowed:
            raise VIPRError("the combination is not suitable")
        right_side += multiplier * right
        for i, c in left.items():
            total[i] = total.get(i, Fraction(0)) + multiplier * c
    words.expect("}", "-1")
    if {i: c for i, c in total.items() if c} != objective:
        raise VIPRError("the combination is not the objective")
    if (right_side > limit) if derived == "L" else (right_side < limit):
        raise VIPRError("the combination does not dominate the derived row")
    wanted, reached = (high, low) if sense == "max" else (low, high)
    if derived != {"max": "L", "min": "G"}[sense] or Fraction(wanted) != limit:
        raise VIPRError("the derived row is not the range to prove")
    if reached not in ("inf", "-inf"):
        extreme = max(best) if sense == "max" else min(best)
        if extreme != Fraction(reached):
            raise VIPRError("no solution reaches the range")
    return sense, low, high
