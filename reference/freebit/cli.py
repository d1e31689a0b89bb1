"""The command ``freebit``: a list of commands, each in a module of its own, loaded when it is called.

Exit codes, for every command [R6.45]: 0 proved or passed, 1 rejected or failed, 2 not decided, which is bad usage,
unreadable input, output that cannot be written or an error of freebit itself; 130 and the like after a signal.
"""

import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from freebit import __version__
from freebit.commands.exits import ExitCode, missing_told, show_refusal, tell, tell_output, tidy_signals, writing

#: command name -> (module under freebit.commands, one line of help); listed in this order.
COMMANDS: dict[str, tuple[str, str]] = {
    "verify": ("verify", "Check every claim in certificate files with two independent checkers."),
    "claims": ("claims", "Check every claim of the paper, in its order."),
    "solve": ("solve", "Solve the paper's linear programs exactly and write certificates."),
    "plan": ("plan", "The least number of quintuplets for a guaranteed quality."),
    "bound": ("bound", "What a theorem guarantees at given sizes, rounded up."),
    "attack": ("attack", "Explicit adversaries and the theorems' bounds, side by side."),
    "functions": ("functions", "Compare functions f of step 5 over all products of directions."),
    "plot": ("plot", "Draw the frontier, the sizes and the bounds."),
    "export": ("export", "Write certificates for other programs' checkers: SMT-LIB and VIPR."),
    "prove": ("prove", "Build the machine-checked proofs with Rocq, from a checkout."),
    "run": ("run", "Run the protocol on weak bits with simulated devices."),
    "replay": ("replay", "Recompute the outcome of a run from its transcript."),
    "import": ("import_shots", "Read shots of other programs: Qiskit, Braket, Stim, CSV."),
    "describe": ("describe", "Describe a file of weak bits, and bound the epsilon it could have."),
    "conform": ("conform", "Judge an implementation by the conformance vectors."),
    "peer": ("peer", "Speak the conformance protocol, as an implementation to be judged."),
    "rules": ("rules", "List the rules of the specification with their code, tests and vectors."),
    "doctor": ("doctor", "Say what is installed, and what each missing part would add."),
    "circuits": ("circuits", "Write the 32 measurement circuits of a quintuplet as OpenQASM 3."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, without importing their modules."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, its module being imported; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        with missing_told():
            command = import_module(f"freebit.commands.{COMMANDS[cmd_name][0]}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"freebit.commands.{cmd_name}.command is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing their modules."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments; help that cannot be written is an error of its own."""
        with _broken_pipe_told():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; output that cannot be written, or a part that is missing, is an error of its own."""
        with _broken_pipe_told(), missing_told():
            return super().invoke(ctx)

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = "freebit", *rest: Any, **extra: Any
    ) -> NoReturn:
        """Run a command and end with its exit code; a command returns one, or None if all is well [R6.45]."""
        extra["standalone_mode"] = False
        try:
            code = super().main(args, prog_name, *rest, **extra)
            with writing():
                sys.stdout.flush()
        except click.ClickException as error:
            show_refusal(error)
            code = ExitCode.UNDECIDED
        except (click.Abort, KeyboardInterrupt):
            tell("interrupted; nothing was decided")
            code = ExitCode.INTERRUPTED
        sys.exit(code or ExitCode.PROVED)


@contextmanager
def _broken_pipe_told() -> Iterator[None]:
    """click would end with exit code 1 when a pipe is closed; here that is a refusal, with exit code 2."""
    try:
        yield
    except BrokenPipeError:
        with writing():
            raise


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="freebit")
def main() -> None:
    """Full randomness from arbitrarily deterministic events: proofs that run.

    \b
    Exit codes: 0 proved, passed or done; 1 rejected, failed or aborted;
    2 not decided: bad usage, unreadable input, output that cannot be written.

    \b
    Example:
      freebit verify
    """


def run() -> None:
    """The entry point: an error of freebit itself is reported as such, with exit code 2, never as a verdict."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    with tidy_signals():
        try:
            if sys.stdout is None:
                # Nobody would hear the verdict, so nothing is done.
                tell("not all of the output was written: it was closed")
                sys.exit(ExitCode.UNDECIDED)
            main()
        except Exception:
            tell_output(traceback.format_exc())
            tell("this is an error of freebit itself; nothing was decided")
            sys.exit(ExitCode.UNDECIDED)


if __name__ == "__main__":
    run()
