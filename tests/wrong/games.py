"""Mistakes in games, majorities and boxes."""

from fractions import Fraction

from freebit.boxes import bits, box, game
from freebit.boxes.bits import all_bits, parity, weight
from freebit.wire.reader import Reader
from tests.wrong import Replace, wrong

GAME = ("coefficient", "inputs", "loss", "keep", "test", "run")


@wrong("X0 and X1 exchanged", *GAME)
def swapped_x0_x1(replace: Replace) -> None:
    replace(game.MerminGame, "target", lambda _: lambda self, x: {1: 1, 3: 0}.get(weight(x) % 4))


@wrong("X1 is weight 3 and X0 weights 1 and 5, for any number of parties", *GAME)
def weights_of_five_only(replace: Replace) -> None:
    replace(game.MerminGame, "target", lambda _: lambda self, x: {1: 0, 3: 1, 5: 0}.get(weight(x)))


@wrong("X0 is weight 1 only, 11111 forgotten", *GAME)
def all_ones_forgotten(replace: Replace) -> None:
    replace(game.MerminGame, "target", lambda _: lambda self, x: {1: 0, 3: 1}.get(weight(x)))


@wrong("even weights are asked too", *GAME)
def every_input_asked(replace: Replace) -> None:
    replace(game.MerminGame, "target", lambda _: lambda self, x: int(weight(x) % 4 >= 2))


@wrong("I outside X is the parity of a", *GAME)
def charged_outside(replace: Replace) -> None:
    def coefficient(self: game.ParityGame, a: bits.Bits, x: bits.Bits) -> int:
        return parity(a) ^ (self.target(x) or 0)

    replace(game.ParityGame, "coefficient", lambda _: coefficient)


@wrong("I is 1 where the answer is right", *GAME)
def coefficient_upside_down(replace: Replace) -> None:
    def coefficient(self: game.ParityGame, a: bits.Bits, x: bits.Bits) -> int:
        target = self.target(x)
        return 0 if target is None else 1 - (parity(a) ^ target)

    replace(game.ParityGame, "coefficient", lambda _: coefficient)


@wrong("the GHZ game counts ones in place of zeros", "coefficient", "inputs", "loss")
def ghz_counts_ones(replace: Replace) -> None:
    def target(self: game.GhzGame, x: bits.Bits) -> int | None:
        return weight(x) // 2 % 2 if weight(x) % 2 == 0 else None

    replace(game.GhzGame, "target", lambda _: target)


@wrong("majority needs all but one", "majority", "distil")
def majority_too_strict(replace: Replace) -> None:
    replace(bits, "majority", lambda _: lambda word: int(sum(word) >= max(len(word) - 1, 1)))


@wrong("a tie has the majority 0", "majority")
def majority_of_even(replace: Replace) -> None:
    from freebit.conformance.operations import boxes

    def vote(reader: Reader) -> dict[str, int]:
        word = reader.child("bits").text()
        triple = [t.count() for t in reader.child("triple").elements()] if reader.has("triple") else None
        chosen = word if triple is None else [word[t - 1] for t in triple]
        return {"majority": int(2 * sum(map(int, chosen)) > len(chosen))}

    replace(boxes, "vote", lambda _: vote)


@wrong("party 1 is the last bit", "majority", "distil", "run")
def party_1_last(replace: Replace) -> None:
    def majority_of(outputs: bits.Bits, parties: object) -> int:
        return bits.majority(tuple(outputs[len(outputs) - 1 - party] for party in parties))  # type: ignore[attr-defined]

    replace(bits, "majority_of", lambda _: majority_of)


@wrong("a box may be negative by 1/100", "box")
def negative_within_tolerance(replace: Replace) -> None:
    def negative(self: box.Box) -> box.Violation | None:
        low = any(value < Fraction(-1, 100) for value in self.entries().values())
        return box.Violation("R2.8", "somewhere", "negative") if low else None

    replace(box.Box, "_negative", lambda _: negative)


@wrong("normalised on the mean over inputs", "box")
def normalised_on_average(replace: Replace) -> None:
    def unnormalised(self: box.Box) -> box.Violation | None:
        total = sum(self.entries().values())
        return box.Violation("R2.9", "in all", "") if abs(total - 2**self.parties) > Fraction(1, 50) else None

    replace(box.Box, "_unnormalised", lambda _: unnormalised)


@wrong("no-signalling tested for single parties' marginals only", "box")
def single_marginals_only(replace: Replace) -> None:
    def signalling(self: box.Box) -> box.Violation | None:
        for party in range(self.parties):
            seen: dict[int, set[Fraction]] = {0: set(), 1: set()}
            for x in all_bits(self.parties):
                one = sum((p for (a, y), p in self.entries().items() if y == x and a[party]), Fraction(0))
                seen[x[party]].add(one)
            if any(len(values) > 1 for values in seen.values()):
                return box.Violation("R2.10", "somewhere", "signals")
        return None

    replace(box.Box, "_signalling", lambda _: signalling)


@wrong("no-signalling from the last party only", "box")
def last_party_only(replace: Replace) -> None:
    def make(original: object) -> object:
        def signalling(self: box.Box) -> box.Violation | None:
            found: box.Violation | None = original(self)  # type: ignore[operator]
            return found if found and found.place.startswith(f"party {self.parties}") else None

        return signalling

    replace(box.Box, "_signalling", make)


@wrong("the discarded parties' inputs are 1", "marginal")
def marginal_at_input_1(replace: Replace) -> None:
    def marginal(self: box.Box, parties: list[int]) -> box.Box:
        kept: dict[tuple[bits.Bits, bits.Bits], Fraction] = {}
        for (a, x), value in self.entries().items():
            if all(x[party] for party in range(self.parties) if party not in parties):
                key = tuple(a[p] for p in parties), tuple(x[p] for p in parties)
                kept[key] = kept.get(key, Fraction(0)) + value
        return box.Box(len(parties), kept)

    replace(box.Box, "marginal", lambda _: marginal)


@wrong("the marginal keeps the box's order of parties", "marginal")
def marginal_in_own_order(replace: Replace) -> None:
    replace(box.Box, "marginal", lambda original: lambda self, parties: original(self, sorted(parties)))


@wrong("the second box's parties come first", "product")
def product_turned(replace: Replace) -> None:
    replace(box.Box, "product", lambda original: lambda self, other: original(other, self))


@wrong("the loss is divided by the number of inputs", "loss")
def loss_is_a_mean(replace: Replace) -> None:
    replace(box.Box, "loss", lambda original: lambda self, g: original(self, g) / len(g.inputs))


@wrong("the PR box wins on a_1 + a_2 = x_1 + x_2", "named-box")
def pr_of_sums(replace: Replace) -> None:
    def pr() -> box.Box:
        return box.Box.from_function(2, lambda a, x: Fraction(1, 2) if parity(a) == parity(x) else 0)

    replace(box, "pr_box", lambda _: pr)


@wrong("s, t and c are those of the parties where they are moved", "relabel")
def turned_after_the_move(replace: Replace) -> None:
    from freebit.boxes.symmetry import Relabelling

    def entry(self: Relabelling, a: bits.Bits, x: bits.Bits) -> tuple[bits.Bits, bits.Bits]:
        places = [self.order.index(i) for i in range(len(self.order))]
        shift, flip, twist = ([each[i] for i in places] for each in (self.shift, self.flip, self.twist))
        n = list(enumerate(self.order))
        return tuple(a[j] ^ flip[i] ^ (twist[i] & x[j]) for i, j in n), tuple(x[j] ^ shift[i] for i, j in n)

    replace(Relabelling, "entry", lambda _: entry)


@wrong("outputs turn with the input after its shift", "relabel")
def twist_after_shift(replace: Replace) -> None:
    from freebit.boxes.symmetry import Relabelling

    def entry(self: Relabelling, a: bits.Bits, x: bits.Bits) -> tuple[bits.Bits, bits.Bits]:
        n = range(len(self.order))
        moved = tuple(x[self.order[i]] ^ self.shift[i] for i in n)
        return tuple(a[self.order[i]] ^ self.flip[i] ^ (self.twist[i] & moved[i]) for i in n), moved

    replace(Relabelling, "entry", lambda _: entry)
