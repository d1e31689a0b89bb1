"""freebit itself behind the protocol of the kit, as one more implementation to be judged [R7.2]-[R7.5]."""

import json
from collections.abc import Collection
from typing import Any, BinaryIO

from freebit import __version__
from freebit.conformance import messages
from freebit.conformance.operations import OPERATIONS, answer
from freebit.errors import InvalidError


class Peer:
    """Answers messages, one by one."""

    def __init__(
        self, operations: Collection[str] | None = None, features: Collection[str] = messages.FEATURES
    ) -> None:
        self._operations = sorted(OPERATIONS if operations is None else operations)
        self._features = sorted(features)

    def reply(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to a message, None to bye.  Raises ``ValueError`` for a message that is none."""
        kind = message.get("type")
        if kind == "hello":
            return {
                "type": "hello",
                "name": "freebit",
                "version": __version__,
                "protocol": messages.PROTOCOL,
                "operations": self._operations,
                "features": self._features,
            }
        if kind == "bye":
            return None
        if kind != "run" or message.get("op") not in self._operations or not {"seq", "input"} <= message.keys():
            raise InvalidError(f"{str(message)[:60]} is not a message that this program understands")
        given = answer(message["op"], message["input"])
        result = {"type": "result", "seq": message["seq"], "verdict": given.verdict}
        if given.value is not None:
            result["value"] = given.value
        if given.rule is not None:
            result["rule"] = given.rule
        return result

    def serve(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        """Answer the messages of a stream, until bye or the end of the stream."""
        while line := incoming.readline(messages.MAX_LINE):
            message = json.loads(line)
            if not isinstance(message, dict):
                raise InvalidError(f"{line[:60]!r} is not a message that this program understands")
            reply = self.reply(message)
            if reply is None:
                return
            outgoing.write(messages.encode(reply))
            outgoing.flush()
