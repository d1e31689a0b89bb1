"""Documents whose breaches of one rule of the wire are put right, one place after the other [R6.1]-[R6.26]."""

import copy
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from math import isfinite
from typing import Any
from unittest import mock

from freebit.kernel.kinds import fixing_boxes, predictability_table
from freebit.wire import codes, document, rational, reader
from freebit.wire.document import UnreadableError

#: The limits: with the rule left out there is none.
LIMITS = {
    "R6.2": (document, "MAX_BYTES"),
    "R6.3": (document, "MAX_DEPTH"),
    "R6.12": (rational, "MAX_RATIONAL"),
    "R6.17": (reader, "MAX_DENOMINATOR_BITS"),
    "R6.26": (fixing_boxes, "MAX_BOXES"),
    "R6.29": (predictability_table, "MAX_LISTED"),
    "R6.95": (codes, "MAX_CODE_BITS"),
}
#: More repairs than any document of the tests needs.
MOST_REPAIRS = 100


class CannotMendError(ValueError):
    """Nothing can be read in the place of what breaks the rule."""


def without_limit(rule: str) -> AbstractContextManager[object]:
    """While this is entered, the limit of the rule is far away."""
    return mock.patch.object(*LIMITS[rule], 10**9) if rule in LIMITS else nullcontext()


def mended(tree: Any, rule: str, attempt: Callable[[Any], object]) -> Any:
    """A copy of the tree in which ``attempt`` meets no breach of the rule.

    Raises the error of ``attempt`` if another rule is broken, or if the breach cannot be mended.
    """
    tree = copy.deepcopy(tree)
    for _ in range(MOST_REPAIRS):
        try:
            attempt(tree)
        except UnreadableError as error:
            if error.rule != rule or rule not in MENDERS:
                raise
            try:
                mend(tree, error)
            except CannotMendError:
                raise error from None
        except ValueError:
            return tree
        else:
            return tree
    raise AssertionError(f"the repairs of {rule} do not end")


def mend(tree: Any, error: UnreadableError) -> None:
    """Put right what the error is about, and nothing else."""
    holder, key = located(tree, error.place)
    MENDERS[error.rule](holder, key, error.message)


def located(tree: Any, place: str) -> tuple[Any, Any]:
    """The object or list that holds the value at a place, and its key there; the tree itself is the value of None."""
    holder: Any = {None: tree}
    key: Any = None
    rest = place.partition("/")[2] if "/" in place else None
    while rest is not None:
        holder = holder[key]
        keys = range(len(holder)) if isinstance(holder, list) else holder
        key = max((k for k in keys if f"{rest}/".startswith(f"{written(k)}/")), key=lambda k: len(written(k)))
        rest = None if rest == written(key) else rest[len(written(key)) + 1 :]
    return holder, key


def written(key: Any) -> str:
    """A key as places show it."""
    return rational.shown(str(key))[1:-1]


def _one_of(holder: Any, key: Any, message: str) -> None:
    """The first of the words that are known here, the largest number that is allowed, no wrong cell to tolerate."""
    most = re.fullmatch(r"\d+ is more than (\d+)", message)
    if most is not None or "is more than 10^4, with T = " in message:
        holder[key] = int(most[1]) if most else 0
        return
    known = re.search(r" is not one of (.*)", message)
    if known is None:
        raise CannotMendError(message)
    holder[key] = known[1].split(", ")[0]


def _known_format(holder: Any, key: Any, message: str) -> None:
    holder[key] = {"format": "freebit-certificate", "version": 1}[key]


def _missing_key(holder: Any, key: Any, message: str) -> None:
    """Only an empty provenance says nothing."""
    if '"provenance"' not in message:
        raise CannotMendError(message)
    holder[key]["provenance"] = {}


def _unknown_keys(holder: Any, key: Any, message: str) -> None:
    """Take out what is not known here."""
    known = message.partition("known are ")[2].split(", ")
    for name in [name for name in holder[key] if name not in known]:
        del holder[key][name]


def _canonical(holder: Any, key: Any, message: str) -> None:
    try:
        holder[key] = str(Fraction(holder[key]))
    except (ValueError, ZeroDivisionError) as error:
        raise CannotMendError(message) from error


def _bits(holder: Any, key: Any, message: str) -> None:
    """Other symbols become 0; the length stays."""
    if not isinstance(holder[key], str) or not set(holder[key]) - {"0", "1"}:
        raise CannotMendError(message)
    holder[key] = re.sub("[^01]", "0", holder[key])


def _without_entry(holder: Any, key: Any, message: str) -> None:
    del holder[key]


def _party(holder: Any, key: Any, message: str) -> None:
    """The first party that the list does not name."""
    last = re.search(r" from 1 to (\d+)", message)
    if last is None or not isinstance(holder, list):
        raise CannotMendError(message)
    holder[key] = min(set(range(1, int(last[1]) + 1)) - set(holder))


def _without_zeros(holder: Any, key: Any, message: str) -> None:
    """A modulus without zeros before its highest coefficient."""
    if not holder[key].startswith("0"):
        raise CannotMendError(message)
    holder[key] = holder[key].lstrip("0")


MENDERS: dict[str, Callable[[Any, Any, str], None]] = {
    "R6.6": _one_of,
    "R6.7": _known_format,
    "R6.9": _missing_key,
    "R6.10": _unknown_keys,
    "R6.11": _canonical,
    "R6.13": _bits,
    "R6.14": _without_entry,
    "R6.15": _party,
    "R6.18": _without_entry,
    "R6.25": _without_entry,
    "R6.28": _without_entry,
    "R6.96": _without_zeros,
}


def nearest_count(literal: str) -> int:
    """A count in place of a number that is none; numbers of 15 digits are floats exactly."""
    return round(float(literal)) if isfinite(float(literal)) else 0


def reread(data: bytes, rule: str) -> bytes:
    """The document with its repeated keys [R6.4] or its numbers [R6.5] put right: the last one, the nearest one."""
    hooks: dict[str, Any] = {}
    if rule == "R6.5":
        hooks = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), nearest_count)
        hooks["object_pairs_hook"] = _unique
    return json.dumps(json.loads(data, **hooks)).encode()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    assert len(table) == len(pairs), "a key is repeated too"
    return table
