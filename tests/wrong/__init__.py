"""Wrong implementations: freebit with one plausible mistake each, to see whether the kit finds it.

``python -m tests.wrong NAME`` speaks the protocol of the kit; ``python -m tests.wrong`` lists the mistakes with
the vectors that catch them, and with ``--note`` writes one of those for each to ``caught_by.json``.  ``null`` holds
programs that are not implementations at all.
"""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from freebit.conformance import messages
from freebit.conformance.messages import Hello
from freebit.conformance.operations import OPERATIONS
from freebit.conformance.operations.shared import Answer
from freebit.conformance.outcomes import Status
from freebit.conformance.peer import Peer
from freebit.conformance.transport import NoAnswerError
from freebit.conformance.vectors import Input
from freebit.theorem.table import THEOREMS

#: For each mistake, by name, the id of a vector that catches it.
CAUGHT_BY = Path(__file__).with_name("caught_by.json")

#: Applies one replacement: owner (a module or a class), attribute, what it becomes given what it was.
Replace = Callable[[Any, str, Callable[[Any], Any]], None]
Mistake = Callable[[Replace], None]


@dataclass(frozen=True)
class Wrong:
    """A mistake, in words, and the operations in which it could show."""

    name: str
    mistake: str
    operations: tuple[str, ...]
    apply: Mistake

    @contextmanager
    def applied(self) -> Iterator[None]:
        """freebit with the mistake."""
        _forget()
        try:
            with ExitStack() as stack:
                self.apply(partial(_replace, stack))
                yield
        finally:
            _forget()


WRONG: dict[str, Wrong] = {}


def wrong(mistake: str, *operations: str) -> Callable[[Mistake], Mistake]:
    """Registers a mistake under the name of its function."""

    def register(apply: Mistake) -> Mistake:
        name = apply.__name__.replace("_", "-")
        if name in WRONG:
            raise ValueError(f"two mistakes are called {name}")
        WRONG[name] = Wrong(name, mistake, operations, apply)
        return apply

    return register


def _modules() -> list[Any]:
    return [module for name, module in sys.modules.items() if name.split(".")[0] == "freebit"]


def _replace(stack: ExitStack, owner: Any, attribute: str, make: Callable[[Any], Any]) -> None:
    """Replace an attribute, wherever a module imported it from its owner."""
    original = owner.__dict__[attribute] if isinstance(owner, type) else getattr(owner, attribute)
    changed = make(original)
    stack.enter_context(mock.patch.object(owner, attribute, changed))
    for module in _modules():
        for name, value in list(vars(module).items()):
            if value is original and module is not owner and not isinstance(owner, type):
                stack.enter_context(mock.patch.object(module, name, changed))
    for name, operation in OPERATIONS.items():
        if operation is original:
            stack.enter_context(mock.patch.dict(OPERATIONS, {name: changed}))
    for name, theorem in THEOREMS.items():
        if theorem.excess is original:
            stack.enter_context(mock.patch.dict(THEOREMS, {name: dataclasses.replace(theorem, excess=changed)}))


def _forget() -> None:
    """Empty all caches: what was worked out before a mistake must not hide it."""
    for module in _modules():
        for value in list(vars(module).values()):
            if callable(value) and hasattr(value, "cache_clear"):
                value.cache_clear()
    from freebit.protocol.parameters import GAME

    vars(GAME).pop("inputs", None)


class Loopback:
    """An implementation in this process; every message still passes through its text.

    What comes back is not read by ``messages``, whose reader may be the very thing that is wrong.
    """

    gives_values = True

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    def start(self) -> Hello:
        hello = json.loads(self._line(messages.hello()))
        return Hello(hello["name"], hello["version"], frozenset(hello["operations"]), frozenset(hello["features"]))

    def ask(self, seq: int, operation: str, document: Input) -> Answer:
        result = json.loads(self._line(messages.question(seq, operation, document)))
        return Answer(result["verdict"], result.get("value"), result.get("rule"))

    def stop(self) -> None:
        pass

    def _line(self, message: dict[str, Any]) -> bytes:
        try:
            reply = self._peer.reply(json.loads(messages.encode(message)))
        except Exception as error:
            raise NoAnswerError(Status.CRASH, repr(error)) from error
        return messages.encode(reply or {})


def all_wrong() -> dict[str, Wrong]:
    """The mistakes, by name."""
    from tests.wrong import (  # noqa: F401
        borders,
        cells,
        certificates,
        codes,
        forms,
        functions,
        games,
        protocols,
        security,
        sources,
        tested,
        transcripts,
    )

    return WRONG
