"""What the two checkers show, in one form, so that they can be compared, counted and put in words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Never

from freebit.boxes.bits import format_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.game import ParityGame
from freebit.codes.code import Concatenation, GeneratorCode
from freebit.kernel.check import Fact
from freebit.kernel.kinds.attainment import Attained
from freebit.kernel.kinds.classical_bound import ClassicalMinimum
from freebit.kernel.kinds.code import WeightsOfCode
from freebit.kernel.kinds.distillation import Distilled
from freebit.kernel.kinds.family import Bound
from freebit.kernel.kinds.fixing_boxes import EverythingFixed
from freebit.kernel.kinds.magic_square import SquareAnswersCertain
from freebit.kernel.kinds.predictability import Extreme
from freebit.kernel.kinds.predictability_table import AllPredictabilities
from freebit.kernel.kinds.symmetric_predictability import SymmetricExtreme
from freebit.kernel.kinds.tested_cells import CellLoads
from freebit.kernel.kinds.tested_limit import NoneBetter
from freebit.second.model import Shown


def of_kernel(fact: Fact) -> Shown:
    """A fact of the kernel as the statement that the second checker would show.

    Raises ``TypeError`` for a fact of an unknown kind.
    """
    match fact:
        case Bound(game, triple, y, alpha, beta):
            betas = ",".join(f"{format_bits(x)}:{value}" for x, value in beta)
            return _shown("family", game, triple=_parties(triple), input=format_bits(y), alpha=str(alpha), beta=betas)
        case Attained(game, triple, x0, value, probability):
            x = format_bits(x0)
            return _shown(
                "attainment",
                game,
                triple=_parties(triple),
                input=x,
                value=str(value),
                probability=str(probability),
            )
        case Extreme(game, zeros, x0, sense, value, proved, attained):
            listed = ",".join(sorted(map(format_bits, zeros)))
            return _shown(
                "predictability",
                game,
                zeros=listed,
                input=format_bits(x0),
                sense=sense,
                value=str(value),
                shown=_so_far(proved, attained),
            )
        case SymmetricExtreme(game, weights, x0, sense, value, proved, attained):
            return _shown(
                "symmetric-predictability",
                game,
                weights=",".join(map(str, weights)),
                input=format_bits(x0),
                sense=sense,
                value=str(value),
                shown=_so_far(proved, attained),
            )
        case AllPredictabilities(game, x0, classes):
            listed = ",".join(f"{format_bits(f)}:{number}:{size}" for f, number, size in classes)
            return _shown("predictability-table", game, input=format_bits(x0), classes=listed)
        case SquareAnswersCertain(answers):
            listed = ";".join(
                f"{format_bits(a)},{format_bits(b)}|{r},{c}" for (r, c), (a, b) in sorted(answers.items())
            )
            return _shown("magic-square", None, answers=listed)
        case ClassicalMinimum(game, value):
            return _shown("classical-bound", game, value=str(value))
        case EverythingFixed(game, _):
            return _shown("fixing-boxes", game)
        case Distilled(game, triple, inputs, alpha, beta, directions):
            return _shown(
                "distillation",
                game,
                triple=_parties(triple),
                inputs=",".join(sorted(map(format_bits, inputs))),
                alpha=str(alpha),
                beta=str(beta),
                directions=str(directions),
            )
        case WeightsOfCode(code, weights, exact):
            return _shown(
                "code",
                None,
                bits=str(code.bits),
                cells=str(code.cells),
                code=_code(code),
                sense="exact" if exact else "bound",
                weights=",".join(f"{weight}:{messages}" for weight, messages in weights),
            )
        case CellLoads(cells, v, right, wrong):
            loads = {
                side: "; ".join(",".join(map(str, load)) for load in rows)
                for side, rows in (("right", right), ("wrong", wrong))
            }
            return _shown("tested-cells", cells.game, **_cells(cells), v=str(v), **loads)
        case NoneBetter(cells, epsilon, rate):
            return _shown("tested-limit", cells.game, **_cells(cells), epsilon=str(epsilon), rate=str(rate))
        case _:
            unknown: Never = fact
            raise TypeError(f"{type(unknown).__name__} is no fact of the kernel")


def _shown(kind: str, game: ParityGame | None, **about: str) -> Shown:
    return Shown(kind, game, tuple(about.items()))


def _code(code: GeneratorCode | Concatenation) -> str:
    """The rows of a generator, or the parts of a concatenation."""
    if isinstance(code, GeneratorCode):
        return ",".join(f"{row:0{code.cells}b}" for row in code.rows)
    return f"{code.inner},{code.field.modulus:b},{code.length},{code.dimension}"


def _cells(cells: CellKind) -> dict[str, str]:
    return {"inputs": str(cells.inputs), "f": cells.function.rows or cells.function.name}


def _parties(triple: tuple[int, ...]) -> str:
    """The parties of a triple from 0, counted from 1."""
    return ",".join(str(party + 1) for party in triple)


def _so_far(proved: bool, attained: bool) -> str:
    return ",".join(name for name, there in (("bounded", proved), ("reached", attained)) if there)


def in_words(statements: Sequence[Shown]) -> str:
    """One line for what a certificate shows; empty if it shows nothing."""
    if not statements:
        return ""
    first = statements[0]
    if first.kind == "code":
        lightest = first["weights"].partition(":")[0]
        words = "its weights are those listed" if first["sense"] == "exact" else "its light words are few"
        return (
            f"a code of {first['bits']} bits on {first['cells']} cells: {words}, and none weighs less than {lightest}"
        )
    if first.game is None:
        return "at every input of the magic square some box that always wins answers in one way"
    game = f"the {first.game.name} game of {first.game.parties} parties"
    match first.kind:
        case "family":
            alpha = Fraction(first["alpha"])
            betas = {pair.partition(":")[2] for statement in statements for pair in statement["beta"].split(",")}
            beta = f"beta = {betas.pop()}" if len(betas) == 1 else "weighted beta"
            many = f"{len(statements)} inputs x0" if len(statements) > 1 else f"x0 = {first['input']}"
            return (
                f"{(1 - alpha) / 2} <= P(maj({first['triple']})=0|x0) <= {(1 + alpha) / 2} "
                f"at maximal violation of {game}; {many}, {beta}"
            )
        case "attainment":
            many = f"{len(statements)} cases" if len(statements) > 1 else f"maj({first['triple']}), {first['input']}"
            event = f"P(maj={first['value']}|x0) = {first['probability']}"
            return f"{event} is attained at maximal violation of {game}; {many}"
        case "predictability":
            return f"{_extreme(first, 'f=0')} at maximal violation of {game}; f=0 on {first['zeros'] or 'no output'}"
        case "symmetric-predictability":
            weights = f"weight in {{{first['weights']}}}"
            return f"{_extreme(first, weights)} at maximal violation of {game}"
        case "predictability-table":
            classes = [entry.split(":") for entry in first["classes"].split(",")]
            least = min(Fraction(number) for _, number, _ in classes)
            return (
                f"no function of the outputs has max P(f=v|x) below {least} at maximal violation of {game}, at all "
                f"inputs; {len(classes)} classes"
            )
        case "classical-bound":
            return f"the least loss of classical boxes in {game} is {first['value']}"
        case "fixing-boxes":
            return f"every function of the outputs is certain in some box at maximal violation of {game}"
        case "tested-cells":
            right, wrong = (len(first[side].split(";")) if first[side] else 0 for side in ("right", "wrong"))
            loads = f"{right} right and {wrong} wrong loads"
            return f"certificate for tested cells of {game}, {_kind_of_cells(first)}: v = {first['v']}, {loads}"
        case "tested-limit":
            return (
                f"no certificate for tested cells of {game}, {_kind_of_cells(first)}, "
                f"has a rate below {first['rate']} at epsilon = {first['epsilon']}"
            )
        case _:
            return (
                f"eq (13) for {game}, parties {first['triple']}: alpha = {first['alpha']}, beta = {first['beta']}, "
                f"{first['inputs'].count(',') + 1} inputs, at most {first['directions']} directions"
            )


def _kind_of_cells(statement: Shown) -> str:
    name = "a table" if ":" in statement["f"] else statement["f"]
    return f"f = {name}, inputs {statement['inputs']}"


def _extreme(statement: Shown, event: str) -> str:
    """The extreme with its sign: = if it is bounded and reached, else what is shown of the true extreme."""
    beyond = {"bounded": "<=", "reached": ">="}.get(statement["shown"], "=")
    if statement["sense"] == "min":
        beyond = {"<=": ">=", ">=": "<="}.get(beyond, beyond)
    return f"{statement['sense']} P({event}|{statement['input']}) {beyond} {statement['value']}"
