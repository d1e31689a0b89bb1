"""The security theorems: bounds that can be trusted to the last digit, and the sizes that they ask for.

``plan`` finds the least size for a target, ``bound`` evaluates a theorem at given sizes.  Rationals go
in, enclosures come out, which python-flint computes; it is loaded when a theorem is first evaluated.
"""

from freebit.theorem.model import NoPlanError, Target, Theorem, UncertifiedError
from freebit.theorem.plan import bound, plan, plans
from freebit.theorem.result import GuessBound, Plan
from freebit.theorem.sizes import GridSize, Size
from freebit.theorem.table import THEOREMS

__all__ = [
    "THEOREMS",
    "GridSize",
    "GuessBound",
    "NoPlanError",
    "Plan",
    "Size",
    "Target",
    "Theorem",
    "UncertifiedError",
    "bound",
    "plan",
    "plans",
]
