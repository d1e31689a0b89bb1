"""``python -m freebit`` is ``freebit``."""

from freebit.cli import run

run()
