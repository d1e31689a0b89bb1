"""The errors that freebit raises by itself: each is a ``FreebitError``, and one of Python's own kinds as well.

Whoever wants to catch all of them catches ``FreebitError``.  The special ones are defined where they are raised.
"""


class FreebitError(Exception):
    """Whatever freebit refuses to do, and why."""


class InvalidError(FreebitError, ValueError):
    """A value that is not allowed; the text begins with the rule that it breaks, if it is one, as in "[R4.2]"."""


class InexactError(FreebitError, TypeError):
    """A number that is not an exact rational, where a proof or a probability needs one."""
