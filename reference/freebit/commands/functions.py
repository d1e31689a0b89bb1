"""``freebit functions``: is a given f good enough for eq (13)?"""

import click

from freebit.commands.exits import refusing
from freebit.commands.terminal import emit, say


@click.command("functions")
@click.option("--nd", type=click.IntRange(1, 4), default=3, show_default=True, help="Nd; the work grows as m^Nd.")
@click.option("--random", "count", type=click.IntRange(0, 100), default=4, show_default=True, help="Random functions.")
@click.option("--seed", type=int, default=1, show_default=True, help="The seed of the random functions.")
@click.option("--json", "as_json", is_flag=True, help="A JSON document for programs.")
def command(nd: int, count: int, seed: int, as_json: bool) -> None:
    """Compare XOR and random f over all products of the certificate's directions, exactly.

    f is good, so that eq (13) holds with it, if |S_f| <= 3 sqrt(Nd) prod sqrt(G0^2 + G1^2) for all of them.

    \b
    Example:
      freebit functions --nd 3 --random 4 --seed 1
    """
    import random

    from freebit.theorem.distiller import directions_of, good_function_exists, quality, table_of_number, xor_table
    from freebit.verification import default_folder

    with refusing():
        directions = directions_of(default_folder() / "distillation" / "majority-123.json")
    generator = random.Random(seed)
    named = [("XOR", xor_table(nd))]
    named += [(f"random {i + 1}", table_of_number(nd, generator.getrandbits(2**nd))) for i in range(count)]
    results = [(name, table, quality(table, directions)) for name, table in named]
    exists = good_function_exists(len(directions), nd)
    if as_json:
        return emit(
            {
                "format": "freebit-functions",
                "version": 1,
                "nd": nd,
                "directions": len(directions),
                "good_function_exists": exists,
                "functions": [
                    {
                        "name": name,
                        "truth_table": "".join(map(str, table)),
                        "largest_square": str(found.square),
                        "good": found.good,
                    }
                    for name, table, found in results
                ],
            }
        )
    say(f"{len(directions)} directions, {len(directions) ** nd} products; S^2 / (Nd prod(G0^2+G1^2)) at most 9")
    for name, table, found in results:
        verdict = "good" if found.good else "not good"
        say(f"{name:<12} {''.join(map(str, table))}  largest {float(found.square):.6f}  {verdict}")
    return say("by counting, a good f exists" if exists else "counting does not show that a good f exists")
