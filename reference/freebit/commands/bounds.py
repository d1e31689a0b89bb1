"""The certified bound and the planner, where ``freebit.theorem`` is installed."""

from freebit.protocol import Parameters


def certified_bound(parameters: Parameters) -> dict[str, str]:
    """What is proved of a run at these parameters."""
    return {}
