"""A wrong implementation behind the protocol of the kit, the table of all, or a note of what catches each.

python -m tests.wrong                 the table
python -m tests.wrong NAME            one of them, on standard input and output
python -m tests.wrong --note          write down a vector that catches each, the shortest question that does
"""

import json
import sys

from freebit.conformance.peer import Peer
from freebit.conformance.runner import judge
from freebit.conformance.vectors import Vector, folder_of_vectors, load
from tests.wrong import CAUGHT_BY, Loopback, Wrong, all_wrong

#: So many questions are asked at a time.
AT_A_TIME = 50


def main() -> int:
    implementations = all_wrong()
    if sys.argv[1:] == ["--note"]:
        return _note()
    if len(sys.argv) > 1:
        chosen = implementations[sys.argv[1]]
        with chosen.applied():
            Peer(chosen.operations).serve(sys.stdin.buffer, sys.stdout.buffer)
        return 0
    version, vectors = load(folder_of_vectors())
    missed = 0
    for one in implementations.values():
        caught = _caught(one, vectors, version)
        missed += not caught
        print(f"{one.name}: {one.mistake}: {len(caught)} vectors: {', '.join(caught[:4])}")
    print(f"{len(implementations)} wrong implementations, {missed} not caught")
    return int(missed > 0)


def _caught(one: Wrong, vectors: tuple[Vector, ...], version: str) -> list[str]:
    with one.applied():
        return list(judge(Loopback(Peer(one.operations, ["reasons"])), vectors, version, 0).caught)


def _note() -> int:
    version, vectors = load(folder_of_vectors())
    ordered = sorted(vectors, key=lambda vector: (len(json.dumps(vector.input)), vector.id))
    found: dict[str, str] = {}
    for name, one in sorted(all_wrong().items()):
        asked = [vector for vector in ordered if vector.operation in one.operations]
        for start in range(0, len(asked), AT_A_TIME):
            caught = set(_caught(one, tuple(asked[start : start + AT_A_TIME]), version))
            if caught:
                found[name] = next(vector.id for vector in asked if vector.id in caught)
                break
    CAUGHT_BY.write_text(json.dumps(found, indent=1) + "\n")
    missed = sorted(all_wrong().keys() - found.keys())
    print(f"{len(found)} are caught" + (f", and these are not: {', '.join(missed)}" if missed else ""))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
