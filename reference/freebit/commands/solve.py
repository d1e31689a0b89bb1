"""``freebit solve``: the paper's linear programs, exactly, and the certificates that come out of them."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from freebit.boxes.bits import Bits, format_bits, majority_of, parse_bits, weight
from freebit.boxes.game import ParityGame, game_named
from freebit.commands.arguments import RATIONAL, TRIPLE
from freebit.commands.crew import crew_asked, crew_options, state_option
from freebit.commands.exits import InputError, refusing, tell
from freebit.commands.terminal import progress_bar, say
from freebit.files import data_folder

if TYPE_CHECKING:
    from freebit.solver.predictability import SolvedExtreme
    from freebit.solver.symmetric import SolvedByTypes


def options(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several click options as one decorator."""

    def decorate(function: Any) -> Any:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


#: What the kind ``symmetric-predictability`` allows [R6.16]; everything else stops at 9 parties.
MOST_PARTIES = 24
MOST_PARTIES_ENTRY_BY_ENTRY = 9

THE_GAME = options(
    click.option("--game", "name", type=click.Choice(["mermin", "ghz"]), default="mermin", show_default=True),
    click.option("--parties", type=click.IntRange(2, MOST_PARTIES), default=5, show_default=True),
    click.option("--input", "x0", required=True, help="The input x0, party 1 first, such as 10000."),
)
THE_TRIPLE = click.option("--triple", type=TRIPLE, default="1,2,3", show_default=True)
THE_FILE = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the certificate to this file."
)


@click.group("solve")
def command() -> None:
    """Solve the paper's linear programs exactly; needs the extra `lp`.

    \b
    Examples:
      freebit solve all --output certificates
      freebit solve bound --input 10000 --triple 1,2,3 --alpha 2/3
      freebit solve frontier --input 11111
      freebit solve predictability --game ghz --parties 4 --input 1111 --zeros 0000,0011,0101,1001
    """


@command.command("all")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True)
@crew_options
@state_option
def solve_all(output: Path, processes: int, workers: int | None, scheduler: str | None, state: Path | None) -> None:
    """Find all committed certificates again and write them, with their index.

    \b
    Examples:
      freebit solve all --output certificates
      freebit solve all --output certificates --workers 2 --state solve.state
    """
    with refusing():
        from freebit.solver.apart import files_found
        from freebit.solver.catalogue import everything, write_catalogue

        crew = crew_asked(workers, scheduler, processes)
        with progress_bar("solving", _files_committed()) as bar:
            advance = partial(bar.advance, bar.task_ids[0])
            if crew.apart or state is not None:
                count = write_catalogue(output, files_found(crew, tell, state=state, done=advance))
            else:
                count = write_catalogue(output, everything(), lambda path: advance(1))
    say(f"{count} files written to {output}")


def _files_committed() -> int | None:
    """How many certificates are committed, which is how many will be found; None if that is not known here."""
    try:
        return sum(1 for path in data_folder("certificates").rglob("*.json")) - 1
    except FileNotFoundError:
        return None


@command.command("bound")
@THE_GAME
@THE_TRIPLE
@click.option("--alpha", type=RATIONAL, help="Default: the least alpha that is possible.")
@THE_FILE
def solve_bound(
    name: str, parties: int, x0: str, triple: tuple[int, int, int], alpha: Fraction | None, output: Path | None
) -> None:
    """The least uniform beta for alpha, with W and G, for the majority of a triple at one input.

    \b
    Example:
      freebit solve bound --input 10000 --alpha 2/3 --output bound.json
    """
    from freebit.files import check_target, write_whole
    from freebit.solver.documents import document_bytes, family_document
    from freebit.solver.family import FamilyFinder

    game, y = _game_and_input(name, parties, x0, triple)
    _few_enough(parties, "no certificate of kind family has more")
    with refusing():
        if output:
            check_target(output, folders=True)
        finder = FamilyFinder(y, triple, game)
        member = finder.least_uniform_beta(finder.least_alpha() if alpha is None else alpha)
        document = family_document([member], {"found": "exact linear program", "again": "freebit solve bound"})
        if output:
            write_whole(output, document_bytes(document), folders=True)
    low, high = (1 - member.alpha) / 2, (1 + member.alpha) / 2
    beta = max(member.beta.values())
    say(f"alpha = {member.alpha}, least uniform beta = {beta}: {low} <= P(maj=0|{x0}) <= {high}")
    if output:
        say(f"certificate written to {output}")


@command.command("frontier")
@THE_GAME
@THE_TRIPLE
def solve_frontier(name: str, parties: int, x0: str, triple: tuple[int, int, int]) -> None:
    """The vertices of the curve alpha -> least uniform beta.

    \b
    Example:
      freebit solve frontier --input 11111
    """
    from freebit.solver.family import FamilyFinder

    game, y = _game_and_input(name, parties, x0, triple)
    _few_enough(parties, "no certificate of kind family has more")
    with refusing():
        members = FamilyFinder(y, triple, game).frontier()
    for member in members:
        say(f"alpha = {member.alpha}, beta = {max(member.beta.values())}")


@command.command("predictability")
@THE_GAME
@click.option("--triple", type=TRIPLE, help="f is the majority of three parties.")
@click.option("--zeros", default=None, help="f is 0 on these outputs, such as 0000,0011, and 1 on the others.")
@click.option("--weights", default=None, help="f is 0 on the outputs with these numbers of ones, such as 0,1,3.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Write both certificates here.")
def solve_predictability(
    name: str,
    parties: int,
    x0: str,
    triple: tuple[int, int, int] | None,
    zeros: str | None,
    weights: str | None,
    output: Path | None,
) -> None:
    """The maximum and minimum of P(f=0|x0) at maximal violation, for any function f of the outputs.

    Of --triple, --zeros and --weights exactly one says what f is.  With --weights, and x0 all 0 or all 1, the
    certificates are of the kind symmetric-predictability, for up to 24 parties; otherwise for up to 9.

    \b
    Examples:
      freebit solve predictability --input 10000 --triple 1,2,3
      freebit solve predictability --game ghz --parties 4 --input 1111 --zeros 0000,0011,0101,1001
      freebit solve predictability --game ghz --parties 13 --input 1111111111111 --weights 0,4,8,12
    """
    from freebit.files import check_target, write_whole
    from freebit.solver.documents import document_bytes

    if sum(choice is not None for choice in (triple, zeros, weights)) != 1:
        raise InputError("say what f is by exactly one of --triple, --zeros and --weights")
    game, y = _game_and_input(name, parties, x0, triple or ())
    numbers = None if weights is None else _weights(parties, weights)
    extremes: tuple[SolvedExtreme, SolvedExtreme] | tuple[SolvedByTypes, SolvedByTypes]
    with refusing():
        for name in ("max.json", "min.json") if output else ():
            check_target(Path(output or "", name), folders=True)
        if numbers is not None and len(set(y)) == 1:
            extremes = _by_types(game, y, numbers)
        else:
            _few_enough(
                parties, "only functions of the number of ones (--weights), at an input of equal bits, go beyond"
            )
            extremes = _by_entries(game, y, _function(parties, triple, zeros, numbers))
        how = {"found": "exact linear program", "again": "freebit solve predictability"}
        for extreme in extremes:
            if output:
                write_whole(output / f"{extreme.sense}.json", document_bytes(extreme.document(how)), folders=True)
    for extreme in extremes:
        say(f"{extreme.sense} P(f=0|{x0}) = {extreme.value}")
    say(f"predictability = {max(extremes[0].value, 1 - extremes[1].value)}")
    if output:
        say(f"2 certificates written to {output}")


@command.command("tested")
@click.option("--game", "name", type=click.Choice(["mermin", "ghz"]), default="mermin", show_default=True)
@click.option("--parties", type=click.IntRange(3, 5), default=5, show_default=True)
@click.option(
    "--f", "function", type=click.Choice(["majority", "multiplexer"]), default="multiplexer", show_default=True
)
@click.option("--derived", type=click.IntRange(1, 5), default=None, help="The party whose input is derived.")
@click.option("--epsilon", "epsilons", type=RATIONAL, required=True, multiple=True, help="One, or several.")
@crew_options
@state_option
@click.option("--below", is_flag=True, help="Only certificates that serve every smaller epsilon too.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Write both certificates here.")
def solve_tested(
    name: str,
    parties: int,
    function: str,
    derived: int | None,
    epsilons: tuple[Fraction, ...],
    below: bool,
    output: Path | None,
    processes: int,
    workers: int | None,
    scheduler: str | None,
    state: Path | None,
) -> None:
    """The best certificate for tested cells at epsilon, and one that shows that there is none better.

    Of several epsilon each has a folder of its own under --output.

    \b
    Examples:
      freebit solve tested --epsilon 17/40
      freebit solve tested --game ghz --parties 4 --f majority --derived 1 --epsilon 1/3 --output found
      freebit solve tested --epsilon 2/5 --epsilon 3/10 --epsilon 1/5 --workers 2
    """
    from freebit.boxes.cells import NEEDED_PARTIES, CellFunction, CellInputs, CellKind
    from freebit.files import check_target, write_whole
    from freebit.solver.apart import optima
    from freebit.source.epsilon import check_epsilon

    if parties < max(NEEDED_PARTIES[function], derived or 0):
        raise InputError(f"{function} with inputs derived by {derived or 'nobody'} needs more parties")
    names = ("certificate.json", "limit.json")[: 1 if below else 2]
    with refusing():
        kind = CellKind(game_named(name, parties), CellInputs(derived and derived - 1), CellFunction(function))
        folders = [_folder_of(output, check_epsilon(epsilon), len(epsilons)) for epsilon in epsilons]
        for target in (folder / file for folder in folders if folder is not None for file in names):
            check_target(target, folders=True)
        crew = crew_asked(workers, scheduler, processes)
        found = optima(kind, epsilons, crew, tell, everywhere=below, state=state)
        for folder, optimum in zip(folders, found, strict=True):
            for file, document in zip(names, (optimum.certificate, optimum.limit), strict=False):
                if folder is not None:
                    write_whole(folder / file, document, folders=True)
    for epsilon, optimum in zip(epsilons, found, strict=True):
        say(f"{kind}: rate {optimum.rate} at epsilon = {epsilon}, u = {1 - optimum.rate}")
    if output:
        say(f"written to {output}")


def _folder_of(output: Path | None, epsilon: Fraction, of: int) -> Path | None:
    """Where the certificates at epsilon go, which may be one of several."""
    if output is None or of == 1:
        return output
    return output / f"epsilon-{epsilon.numerator}-{epsilon.denominator}"


def _by_types(game: ParityGame, x0: Bits, weights: set[int]) -> "tuple[SolvedByTypes, SolvedByTypes]":
    """The maximum and the minimum, by types of entries."""
    from freebit.solver.symmetric import SymmetricProgram

    program = SymmetricProgram(game, x0, weights)
    return program.extreme("max"), program.extreme("min")


def _by_entries(game: ParityGame, x0: Bits, function: Callable[[Bits], int]) -> "tuple[SolvedExtreme, SolvedExtreme]":
    """The maximum and the minimum, entry by entry."""
    from freebit.solver.predictability import predictability

    extremes = predictability(game, x0, function)
    return extremes.maximum, extremes.minimum


def _few_enough(parties: int, why: str) -> None:
    """Refuse at once what would be written as a file of more than the parties that [R6.16] allows."""
    if parties > MOST_PARTIES_ENTRY_BY_ENTRY:
        raise InputError(f"[R6.16] {parties} parties are more than {MOST_PARTIES_ENTRY_BY_ENTRY}; {why}")


def _weights(parties: int, weights: str) -> set[int]:
    """A list of numbers of ones; raises ``InputError`` for a bad one."""
    words = weights.split(",")
    for word in words:
        if not (word.isascii() and word.isdigit()):
            raise InputError(f"--weights: {word!r} is not a number of ones")
    numbers = set(map(int, words))
    impossible = sorted(number for number in numbers if number > parties)
    if impossible:
        raise InputError(f"[R3.71] {impossible[0]} is not a number of ones from 0 to {parties}")
    return numbers


def _function(
    parties: int, triple: tuple[int, int, int] | None, zeros: str | None, weights: set[int] | None
) -> Callable[[Bits], int]:
    """The function of the outputs that the options describe; raises ``InputError`` for a bad list."""
    if triple is not None:
        return lambda a: majority_of(a, triple)
    if weights is not None:
        return lambda a: int(weight(a) not in weights)
    with refusing("--zeros"):
        listed = {parse_bits(word, parties) for word in (zeros or "").split(",")}
    return lambda a: int(a not in listed)


def _game_and_input(name: str, parties: int, x0: str, triple: tuple[int, ...] = ()) -> tuple[ParityGame, Bits]:
    with refusing():
        game = game_named(name, parties)
    with refusing("--input"):
        y = parse_bits(x0, parties)
    if any(not 0 <= party < parties for party in triple):
        raise InputError(f"[R6.15] the triple names a party that is not one of 1 to {parties}")
    if game.target(y) is None:
        raise InputError(f"[R3.12] the input {format_bits(y)} is outside X of the {name} game")
    return game, y
