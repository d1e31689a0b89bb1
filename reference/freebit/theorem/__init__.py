"""The security theorems: bounds that can be trusted to the last digit, and the sizes that they ask for.

``plan`` finds the least size for a target, ``bound`` evaluates a theorem at given sizes.  Rationals go
in, enclosures come out.  Needs the extra ``theorem`` (python-flint).
"""

from freebit.theorem.bounds import Theorem
from freebit.theorem.certified import UncertifiedError
from freebit.theorem.plan import bound, plan
from freebit.theorem.result import GuessBound, Plan
from freebit.theorem.search import NoPlanError

__all__ = ["GuessBound", "NoPlanError", "Plan", "Theorem", "UncertifiedError", "bound", "plan"]
