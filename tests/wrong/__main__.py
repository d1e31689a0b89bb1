"""``python -m tests.wrong [NAME]``: one wrong implementation behind the protocol, or the table of all."""

import sys

from freebit.conformance.peer import Peer
from freebit.conformance.runner import judge
from freebit.conformance.vectors import folder_of_vectors, load
from tests.wrong import Loopback, all_wrong


def main() -> int:
    implementations = all_wrong()
    if len(sys.argv) > 1:
        chosen = implementations[sys.argv[1]]
        with chosen.applied():
            Peer(chosen.operations).serve(sys.stdin.buffer, sys.stdout.buffer)
        return 0
    version, vectors = load(folder_of_vectors())
    missed = 0
    for one in implementations.values():
        with one.applied():
            judgement = judge(Loopback(Peer(one.operations, ["reasons"])), vectors, version, 0)
        caught = list(judgement.caught)
        missed += not caught
        print(f"{one.name}: {one.mistake}: {len(caught)} vectors: {', '.join(caught[:4])}")
    print(f"{len(implementations)} wrong implementations, {missed} not caught")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
