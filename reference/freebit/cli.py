"""The command ``freebit``: a list of commands, each in a module of its own, loaded when it is called.

Exit codes, for every command: 0 proved or passed, 1 rejected or failed, 2 bad usage or unreadable input.
"""

import sys
import traceback
from importlib import import_module

import click

from freebit import __version__

#: command name -> (module under freebit.commands, one line of help); listed in this order.
COMMANDS: dict[str, tuple[str, str]] = {
    "verify": ("verify", "Prove every claim in certificate files with two independent checkers."),
    "claims": ("claims", "Check every claim of the paper, in its order."),
    "solve": ("solve", "Solve the paper's linear programs exactly and write certificates."),
    "plan": ("plan", "The least number of quintuplets for a guaranteed quality."),
    "bound": ("bound", "What a theorem guarantees at given sizes, rounded up."),
    "attack": ("attack", "Explicit adversaries and the theorems' bounds, side by side."),
    "functions": ("functions", "Compare functions f of step 5 over all products of directions."),
    "plot": ("plot", "Draw the frontier, the sizes and the bounds."),
    "export": ("export", "Write certificates for strangers' checkers: SMT-LIB and VIPR."),
    "prove": ("prove", "Build the machine-checked proofs with Rocq, from a checkout."),
    "run": ("run", "Run the protocol on weak bits with simulated devices."),
    "replay": ("replay", "Recompute the outcome of a run from its transcript."),
    "describe": ("describe", "Describe a file of weak bits, and bound the epsilon it could have."),
    "conform": ("conform", "Judge an implementation by the conformance vectors."),
    "peer": ("peer", "Speak the conformance protocol, as an implementation to be judged."),
    "rules": ("rules", "List the rules of the specification with their code, tests and vectors."),
    "circuits": ("circuits", "Write the 32 measurement circuits of a quintuplet as OpenQASM 3."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"freebit.commands.{COMMANDS[cmd_name][0]}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"freebit.commands.{cmd_name}.command is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing their modules."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="freebit")
def main() -> None:
    """Full randomness from arbitrarily deterministic events: proofs that run.

    \b
    Example:
      freebit verify
    """


def run() -> None:
    """The entry point: an error of freebit itself is reported as such, with exit code 2, never as a verdict."""
    try:
        main()
    except Exception:
        traceback.print_exc()
        click.echo("freebit: this is an error of freebit itself; nothing was decided", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
