"""``freebit plot``: the pictures, as SVG and PNG."""

from pathlib import Path

import click

from freebit.commands.exits import refusing
from freebit.commands.terminal import say


@click.command("plot")
@click.argument("names", nargs=-1, type=click.Choice(["frontier", "sizes", "noise", "bounds"]))
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path("pictures"), show_default=True)
@click.option("--format", "formats", type=click.Choice(["svg", "png"]), multiple=True, help="Default: both.")
def command(names: tuple[str, ...], output: Path, formats: tuple[str, ...]) -> None:
    """Draw the frontier, sizes, sizes with noise, and bounds; all four if none is named.  Needs the extra `plot`.

    \b
    Example:
      freebit plot sizes --output pictures --format svg
    """
    from freebit.files import write_whole

    with refusing():
        from freebit.export.pictures import PICTURES

        pictures = [
            (f"{name}.{kind}", PICTURES[name](kind))
            for name in names or tuple(PICTURES)
            for kind in formats or ("svg", "png")
        ]
        for name, data in pictures:
            write_whole(output / name, data, folders=True)
    for name, _ in pictures:
        say(str(output / name))
