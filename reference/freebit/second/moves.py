"""Relabellings as the second checker reads them [R2.15], [R6.19]."""

from collections.abc import Mapping
from dataclasses import dataclass

from freebit.second import reading
from freebit.second.reading import ReadingError


@dataclass(frozen=True)
class Move:
    """A relabelling: bits added to the outputs, bits that inputs add to them, bits added to inputs; and an order."""

    s: str
    t: str
    c: str
    order: tuple[int, ...]

    def outputs(self, a: str, x: str) -> str:
        """Where the outputs a on the inputs x go."""
        return "".join(str((int(a[i]) + int(self.s[i]) + int(self.t[i]) * int(x[i])) % 2) for i in self.order)

    def inputs(self, x: str) -> str:
        """Where the inputs x go."""
        return "".join(str((int(x[i]) + int(self.c[i])) % 2) for i in self.order)

    @classmethod
    def read(cls, parts: Mapping[str, object], place: str, parties: int) -> "Move":
        """From the members "order", "s", "t" and "c"; raises ``ReadingError``."""
        s, t, c = (reading.bits(parts[name], f"{place}/{name}", parties) for name in "stc")
        listed = reading.sequence(parts["order"], f"{place}/order")
        order = [reading.party(party, f"{place}/order/{i}", parties) for i, party in enumerate(listed)]
        if sorted(order) != list(range(1, parties + 1)):
            raise ReadingError("R6.19", f"{place}/order", "this does not order the parties")
        return cls(s, t, c, tuple(party - 1 for party in order))
