"""Operations on bits, games, boxes and symmetries [R2.1]-[R2.15]."""

from freebit.boxes.bits import all_bits, format_bits, majority, majority_of
from freebit.boxes.box import Box, deterministic_box, fixed_output_box, ghz_box, pr_box, uniform_box
from freebit.boxes.symmetry import Relabelling
from freebit.conformance.operations.shared import (
    Operation,
    Value,
    bits_given,
    box_entries,
    box_of,
    box_value,
    game_of,
    size_of,
)
from freebit.errors import InvalidError
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader


def strings(reader: Reader) -> Value:
    """All bit strings of a length, in order [R2.1]."""
    length = size_of(reader.only(["length"]).child("length"), 16)
    return {"strings": [format_bits(word) for word in all_bits(length)]}


def coefficient(reader: Reader) -> Value:
    """I(a,x) of a game [R2.4], [R2.5]."""
    game = game_of(reader.only(["game", "a", "x"]))
    a, x = reader.child("a").bits(game.parties), reader.child("x").bits(game.parties)
    return {"coefficient": game.coefficient(a, x)}


def inputs(reader: Reader) -> Value:
    """The inputs on which even and odd parity is right, X0 and X1 of the Mermin game [R2.2], [R2.3], [R2.5]."""
    game = game_of(reader.only(["game"]))
    return {
        name: [format_bits(x) for x in game.inputs if game.target(x) == target]
        for name, target in (("even", 0), ("odd", 1))
    }


def vote(reader: Reader) -> Value:
    """The majority of bits, or of a triple of them [R2.7]."""
    reader.only(["bits"], ["triple"])
    bits = bits_given(reader.child("bits"))
    if reader.has("triple"):
        triple = reader.child("triple").triple(len(bits))
        if len(set(triple)) != 3:
            reader.child("triple").fail("R6.15", "a party is named twice")
        return {"majority": majority_of(bits, triple)}
    if len(bits) % 2 == 0:
        raise InvalidError(f"[R2.7] {len(bits)} bits have no majority: the number must be odd")
    return {"majority": majority(bits)}


def box(reader: Reader) -> Value:
    """Whether a table is a non-signalling box [R2.8]-[R2.10]."""
    reader.only(["parties", "entries"])
    box_of(reader).check()
    return {}


def loss(reader: Reader) -> Value:
    """The left side of inequality (2) [R2.13]."""
    game = game_of(reader.only(["game", "entries"]))
    return {"loss": format_rational(Box(game.parties, box_entries(reader, game.parties)).loss(game))}


def marginal(reader: Reader) -> Value:
    """The marginal of some parties [R2.11]."""
    whole = box_of(reader.only(["parties", "entries", "of"]))
    chosen = [party.count() for party in reader.child("of").elements()]
    if len(set(chosen)) != len(chosen) or any(not 1 <= party <= whole.parties for party in chosen):
        reader.child("of").fail("R6.15", f"{chosen} are not different parties of 1..{whole.parties}")
    return box_value(whole.marginal([party - 1 for party in chosen]))


def product(reader: Reader) -> Value:
    """The product of two boxes [R2.12]."""
    reader.only(["left", "right"])
    left, right = (box_of(reader.child(side).only(["parties", "entries"])) for side in ("left", "right"))
    if left.parties + right.parties > 9:
        reader.fail("R6.16", f"{left.parties + right.parties} parties are more than 9")
    return box_value(left.product(right))


def named_box(reader: Reader) -> Value:
    """A named box [R2.14]."""
    name = reader.child("name").one_of(["deterministic", "uniform", "pr", "ghz", "fixed-output"])
    if name == "deterministic":
        reader.only(["name", "outputs_for_0", "outputs_for_1"])
        zero = bits_given(reader.child("outputs_for_0"))
        _named_parties(reader.child("outputs_for_0"), len(zero))
        return box_value(deterministic_box(zero, reader.child("outputs_for_1").bits(len(zero))))
    if name == "pr":
        reader.only(["name"])
        return box_value(pr_box())
    if name == "fixed-output":
        game = game_of(reader.only(["name", "game", "party", "value"]))
        party = reader.child("party").count()
        if not 1 <= party <= game.parties:
            reader.child("party").fail("R6.15", f"{party} is not a party of 1..{game.parties}")
        return box_value(fixed_output_box(game, party - 1, reader.child("value").bits(1)[0]))
    parties = reader.only(["name", "parties"]).child("parties").count()
    _named_parties(reader.child("parties"), parties)
    return box_value(uniform_box(parties) if name == "uniform" else ghz_box(parties))


def _named_parties(reader: Reader, parties: int) -> None:
    if not 1 <= parties <= 6:
        reader.fail("R6.16", f"{parties} parties are not from 1 to 6")


def relabel(reader: Reader) -> Value:
    """Where a relabelling sends an entry, and whether it is a symmetry of the game [R2.15]."""
    game = game_of(reader.only(["game", "s", "t", "c", "order", "a", "x"]))
    n = game.parties
    order = [party.count() for party in reader.child("order").elements()]
    if sorted(order) != list(range(1, n + 1)):
        reader.child("order").fail("R6.15", f"{order} is not an order of the parties")
    old = [party - 1 for party in order]
    s, t, c = (reader.child(name).bits(n) for name in "stc")
    relabelling = Relabelling(tuple(old), tuple(c[i] for i in old), tuple(s[i] for i in old), tuple(t[i] for i in old))
    a, x = relabelling.entry(reader.child("a").bits(n), reader.child("x").bits(n))
    asked = set(game.inputs)
    kept = all(
        game.coefficient(*relabelling.entry(b, y)) == game.coefficient(b, y)
        and (relabelling.entry(b, y)[1] in asked) == (y in asked)
        for y in all_bits(n)
        for b in all_bits(n)
    )
    return {"a": format_bits(a), "x": format_bits(x), "symmetry": "yes" if kept else "no"}


OPERATIONS: dict[str, Operation] = {
    "strings": strings,
    "coefficient": coefficient,
    "inputs": inputs,
    "majority": vote,
    "box": box,
    "loss": loss,
    "marginal": marginal,
    "product": product,
    "named-box": named_box,
    "relabel": relabel,
}
