"""``python -m tests.mutation ROOM``: what Cosmic Ray is told about the trusted files of a room; see README.md here."""

import sys

from tests.mutation.rooms import JUDGES, configuration


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in JUDGES:
        print(f"usage: python -m tests.mutation ROOM, one of {', '.join(JUDGES)}", file=sys.stderr)
        return 2
    print(configuration(sys.argv[1]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
