"""``python -m tests.mutation.kit OPERATION...``: whether the reference answers these vectors; the first, fast judge."""

import sys

from freebit.conformance.operations import answer
from freebit.conformance.vectors import folder_of_vectors, load
from tests.isolation.questions import is_accepted_without


def main() -> int:
    for vector in load(folder_of_vectors())[1]:
        if vector.operation in sys.argv[1:] and not vector.features:
            if vector.expect.mismatch(answer(vector.operation, vector.input), reasons=True) is not None:
                return 1
            rule = str(vector.expect.rule)
            if vector.isolated and not is_accepted_without(vector.operation, vector.input, rule):
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
