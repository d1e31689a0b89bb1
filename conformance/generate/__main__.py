"""Writes the vectors, or compares them with what is committed."""

import sys
from pathlib import Path

from conformance.generate.absent import absent
from conformance.generate.builder import files
from conformance.generate.certificates import certificates
from conformance.generate.corner_questions import corner_questions
from conformance.generate.corners import corners
from conformance.generate.devices import devices
from conformance.generate.edges import edges
from conformance.generate.games import boxes, game, symmetries
from conformance.generate.gaps import gaps
from conformance.generate.lengths import lengths
from conformance.generate.members import members
from conformance.generate.neighbours import neighbours
from conformance.generate.places import places
from conformance.generate.protocols import parameters, runs, steps
from conformance.generate.questions import questions
from conformance.generate.samples import samples
from conformance.generate.security import bounds, guesses
from conformance.generate.slight import slight
from conformance.generate.sources import sources
from conformance.generate.tested import tested
from conformance.generate.texts import texts
from conformance.generate.transcript_forms import transcript_forms
from conformance.generate.transcripts import transcripts
from conformance.generate.ways import ways
from conformance.generate.wide import wide

FOLDER = Path(__file__).resolve().parents[1]

GROUPS = (
    *(
        game,
        boxes,
        symmetries,
        sources,
        parameters,
        steps,
        runs,
        wide,
        transcripts,
        transcript_forms,
        certificates,
        members,
        slight,
        guesses,
        bounds,
        samples,
        tested,
        questions,
        edges,
        places,
        texts,
        corners,
        corner_questions,
        gaps,
        neighbours,
        lengths,
        absent,
        devices,
        ways,
    ),
)


def generated() -> dict[str, bytes]:
    """All files of the set."""
    return files([group() for group in GROUPS])


def stale(folder: Path = FOLDER) -> list[str]:
    """The names of files that differ from what is generated, and of files that are not generated."""
    made = generated()
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
    differing = [name for name, data in made.items() if name not in there or (folder / name).read_bytes() != data]
    return sorted({*differing, *(there - made.keys())})


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        names = stale()
        print("\n".join(names) or "the vectors are those of the generator")
        return int(bool(names))
    for name, data in generated().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
