"""How documents state kinds of cells: game, inputs and f [R4.51] [R4.55] [R4.57]."""

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.cells import NEEDED_PARTIES, CellFunction, CellInputs, CellKind
from freebit.wire.reader import Reader, read_game

#: With more parties than this a few words of a document would stand for much work [R6.16].
MAX_PARTIES_OF_CELLS = 6


def read_kind(claim: Reader) -> CellKind:
    """The kind of cells of a claim: its game, who chooses the inputs, and f [R4.51] [R4.55] [R4.57]."""
    game = read_game(claim.child("game"), MAX_PARTIES_OF_CELLS)
    inputs = read_inputs(claim.child("inputs"), game.parties)
    return CellKind(game, inputs, read_function(claim.child("f"), game.inputs, game.parties))


def read_inputs(reader: Reader, parties: int) -> CellInputs:
    """Local inputs, or the party whose input is derived [R4.55]."""
    if reader.only(["kind"], ["party"]).child("kind").one_of(["local", "derived"]) == "local":
        reader.only(["kind"])
        return CellInputs()
    return CellInputs(reader.only(["kind", "party"]).child("party").party(parties))


def read_function(reader: Reader, asked: tuple[Bits, ...], parties: int) -> CellFunction:
    """f: one that has a name, or a table with 2**n bits for exactly the inputs in X [R4.57]."""
    name = reader.only(["kind"], ["values"]).child("kind").one_of(list(CellFunction.NAMES))
    if name in NEEDED_PARTIES:
        reader.only(["kind"])
        if parties < NEEDED_PARTIES[name]:
            reader.child("kind").fail("R6.6", f"{name} is a function of at least {NEEDED_PARTIES[name]} outputs")
        return CellFunction(name)
    values = reader.only(["kind", "values"]).child("values")
    table = {row.key_bits(parties): row.bits(2**parties) for row in values.members()}
    for x in sorted(table.keys() ^ set(asked)):
        values.fail("R6.6", f"the row of {format_bits(x)} is {'missing' if x not in table else 'not of X'}")
    return CellFunction(name, table)


def describe_kind(kind: CellKind) -> dict[str, object]:
    """A kind of cells as a document states it; what ``read_kind`` reads [R6.55], [R6.56]."""
    inputs: dict[str, object] = {"kind": "local"}
    if kind.inputs.derived is not None:
        inputs = {"kind": "derived", "party": kind.inputs.derived + 1}
    f: dict[str, object] = {"kind": kind.function.name}
    if kind.function.name not in NEEDED_PARTIES:
        f["values"] = {format_bits(x): format_bits(bits) for x, bits in sorted(kind.function.table.items())}
    return {"game": {"name": kind.game.name, "parties": kind.parties}, "inputs": inputs, "f": f}
