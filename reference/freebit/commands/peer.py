"""``freebit peer``: freebit behind the protocol of the conformance kit."""

import sys

import click

from freebit.commands.exits import refusing


@click.command()
def command() -> None:
    """Speak the conformance protocol on standard input and output, as an implementation to be judged.

    \b
    Example:
      freebit conform -- freebit peer
    """
    from freebit.conformance.peer import Peer

    with refusing():
        Peer().serve(sys.stdin.buffer, sys.stdout.buffer)
