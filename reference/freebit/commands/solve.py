"""``freebit solve``: the paper's linear programs, exactly, and the certificates that come out of them."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from freebit.boxes.bits import Bits, format_bits, majority_of, parse_bits, weight
from freebit.boxes.game import ParityGame, game_named
from freebit.commands.arguments import RATIONAL, TRIPLE
from freebit.commands.exits import refusing
from freebit.commands.terminal import say


def options(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several click options as one decorator."""

    def decorate(function: Any) -> Any:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


THE_GAME = options(
    click.option("--game", "name", type=click.Choice(["mermin", "ghz"]), default="mermin", show_default=True),
    click.option("--parties", type=click.IntRange(2, 13), default=5, show_default=True),
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
def solve_all(output: Path) -> None:
    """Find all committed certificates again and write them, with their index.

    \b
    Example:
      freebit solve all --output certificates
    """
    from freebit.solver.catalogue import write_catalogue

    with refusing():
        count = write_catalogue(output)
    say(f"{count} files written to {output}")


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
    from freebit.files import write_whole
    from freebit.solver.documents import document_bytes, family_document
    from freebit.solver.family import FamilyFinder

    game, y = _game_and_input(name, parties, x0, triple)
    with refusing():
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

    Of --triple, --zeros and --weights just one says what f is.

    \b
    Examples:
      freebit solve predictability --input 10000 --triple 1,2,3
      freebit solve predictability --game ghz --parties 4 --input 1111 --zeros 0000,0011,0101,1001
      freebit solve predictability --game ghz --parties 9 --input 111111111 --weights 0,1,3,4,5,7,8,9
    """
    from freebit.files import write_whole
    from freebit.solver.documents import document_bytes
    from freebit.solver.predictability import predictability

    if sum(choice is not None for choice in (triple, zeros, weights)) != 1:
        raise click.UsageError("say what f is by just one of --triple, --zeros and --weights")
    game, y = _game_and_input(name, parties, x0, triple or ())
    function = _function(parties, triple, zeros, weights)
    with refusing():
        extremes = predictability(game, y, function)
        how = {"found": "exact linear program", "again": "freebit solve predictability"}
        for extreme in (extremes.maximum, extremes.minimum):
            if output:
                write_whole(output / f"{extreme.sense}.json", document_bytes(extreme.document(how)), folders=True)
    for extreme in (extremes.maximum, extremes.minimum):
        say(f"{extreme.sense} P(f=0|{x0}) = {extreme.value}")
    say(f"predictability = {extremes.predictability}")
    if output:
        say(f"2 certificates written to {output}")


def _function(
    parties: int, triple: tuple[int, int, int] | None, zeros: str | None, weights: str | None
) -> Callable[[Bits], int]:
    """The function of the outputs that the options describe; raises ``click.UsageError`` for a bad list."""
    if triple is not None:
        return lambda a: majority_of(a, triple)
    try:
        if zeros is not None:
            listed = {parse_bits(word, parties) for word in zeros.split(",")}
            return lambda a: int(a not in listed)
        numbers = {int(number) for number in (weights or "").split(",")}
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return lambda a: int(weight(a) not in numbers)


def _game_and_input(name: str, parties: int, x0: str, triple: tuple[int, ...] = ()) -> tuple[ParityGame, Bits]:
    try:
        game = game_named(name, parties)
        y = parse_bits(x0, parties)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if any(not 0 <= party < parties for party in triple):
        raise click.UsageError(f"[R6.15] the triple names a party that is not one of 1 to {parties}")
    if game.target(y) is None:
        raise click.UsageError(f"[R3.12] the input {format_bits(y)} is outside X of the {name} game")
    return game, y
