"""Runs ``freebit claims`` beside ``freebit verify``, in a process of its own.

Checks of claims may use finders, and ``freebit verify`` imports none; what passes between them is a document.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence


class ClaimsError(RuntimeError):
    """``freebit claims`` did not come to an end; nothing was decided about the claims."""


class ClaimsBeside:
    """``freebit claims --json``, started now and read later."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "freebit", "claims", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def results(self) -> list[dict[str, object]]:
        """The claims with their verdicts; waits for the end.  Raises ``ClaimsError`` if there is no verdict."""
        output, errors = self._process.communicate()
        try:
            claims: list[dict[str, object]] = json.loads(output)["claims"]
        except (ValueError, KeyError) as error:
            last = errors.decode(errors="replace").strip().splitlines()[-1:] or ["no output"]
            raise ClaimsError(f"freebit claims: {last[0]}") from error
        return claims

    def stop(self) -> None:
        """End the process if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def failed(results: Sequence[Mapping[str, object]]) -> bool:
    """Whether the check of a claim failed."""
    return any(result["verdict"] == "failed" for result in results)


def lines(results: Sequence[Mapping[str, object]]) -> list[str]:
    """The claims in short: how many have which verdict, and by name those that are not proved or confirmed."""
    counts: dict[str, int] = {}
    for result in results:
        counts[str(result["verdict"])] = counts.get(str(result["verdict"]), 0) + 1
    told = [f"Claims of the paper and ours: {', '.join(f'{count} {verdict}' for verdict, count in counts.items())}"]
    told += [
        f"  {result['id']}: {result['verdict']}: {result['detail']}"
        for result in results
        if result["verdict"] not in ("proved", "confirmed")
    ]
    return [*told, "  (each with its evidence: freebit claims)"]
