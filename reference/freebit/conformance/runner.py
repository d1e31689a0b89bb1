"""The runner: asks every applicable vector in a shuffled order and judges the answers [R7.6]-[R7.8], [R7.14]."""

import random
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

from freebit.conformance.messages import REASONS, Hello
from freebit.conformance.outcomes import Judgement, Result, Status
from freebit.conformance.transport import Implementation, NoAnswerError, is_one_document
from freebit.conformance.vectors import Vector, applicable

#: After so many failures to start in a row the rest is not run.
MAX_FAILED_STARTS = 3


def judge(
    implementation: Implementation,
    vectors: Sequence[Vector],
    version: str,
    seed: int,
    known: Collection[str] = (),
    progress: Callable[[], None] = lambda: None,
    others: Sequence[Implementation] = (),
) -> Judgement:
    """Ask all applicable vectors, shuffled by the seed; known failures are named by id.

    ``others`` are more instances of the same implementation, among which the questions are shared; each is asked one
    at a time, and answers depend on the question alone [R7.13].
    """
    try:
        hello = implementation.start()
        asked = applicable(vectors, hello.operations, hello.features)
        if not implementation.gives_values:
            asked = [vector for vector in asked if is_one_document(vector.input)]
        random.Random(seed).shuffle(asked)
        found = _share(implementation, others, asked, hello, progress)
    except NoAnswerError as trouble:
        results = tuple(_result(vector, Status.NOT_RUN, "no hello") for vector in vectors)
        return Judgement("unknown", version, seed, results, (), f"{trouble.status}: {trouble}")
    finally:
        for instance in (implementation, *others):
            instance.stop()
    results = tuple(
        found.get(vector.id) or _result(vector, Status.SKIP, _not_declared(vector, hello)) for vector in vectors
    )
    results = tuple(replace(result, known=result.id in known and result.is_fault) for result in results)
    named = {result.id for result in results if result.known}
    name = f"{hello.name} {hello.version}".strip()
    return Judgement(
        name,
        version,
        seed,
        results,
        tuple(sorted(set(known) - named)),
        unknown_operations=tuple(sorted(hello.operations - {vector.operation for vector in vectors})),
    )


def _share(
    implementation: Implementation,
    others: Sequence[Implementation],
    asked: Sequence[Vector],
    hello: Hello,
    progress: Callable[[], None],
) -> dict[str, Result]:
    """The instances at once, each with every so-manieth question."""
    if not others:
        return _ask_all(implementation, asked, hello, progress, Event(), running=True)
    instances = (implementation, *others)
    halted = Event()

    def ask(number: int) -> dict[str, Result]:
        mine = asked[number :: len(instances)]
        return _ask_all(instances[number], mine, hello, progress, halted, running=number == 0)

    with ThreadPoolExecutor(len(instances)) as executor:
        try:
            parts = list(executor.map(ask, range(len(instances))))
        except BaseException:
            halted.set()
            raise
    return {name: result for part in parts for name, result in part.items()}


def _ask_all(
    implementation: Implementation,
    asked: Sequence[Vector],
    hello: Hello,
    progress: Callable[[], None],
    halted: Event,
    *,
    running: bool,
) -> dict[str, Result]:
    found: dict[str, Result] = {}
    failed_starts = 0
    for seq, vector in enumerate(asked, start=1):
        if halted.is_set():
            break
        if not running and failed_starts < MAX_FAILED_STARTS:
            try:
                implementation.start()
                running, failed_starts = True, 0
            except NoAnswerError:
                failed_starts += 1
        if running:
            found[vector.id], running = _ask(implementation, seq, vector, hello)
        else:
            found[vector.id] = _result(vector, Status.NOT_RUN, "the program could not be started again")
        progress()
    return found


def _ask(implementation: Implementation, seq: int, vector: Vector, hello: Hello) -> tuple[Result, bool]:
    """The result, and whether the implementation can go on without being started again [R7.8]."""
    began = time.monotonic()
    try:
        answer = implementation.ask(seq, vector.operation, vector.input)
    except NoAnswerError as trouble:
        return _result(vector, trouble.status, str(trouble), time.monotonic() - began), False
    seconds = time.monotonic() - began
    expect = vector.expect if implementation.gives_values else replace(vector.expect, value=None, enclosure=None)
    mismatch = expect.mismatch(answer, reasons=REASONS in hello.features)
    status = Status.PASS if mismatch is None else Status.FAIL
    return _result(vector, status, mismatch or "", seconds), True


def _not_declared(vector: Vector, hello: Hello) -> str:
    if vector.operation not in hello.operations:
        return f"operation {vector.operation} not declared"
    if missing := vector.features - hello.features:
        return f"feature {', '.join(sorted(missing))} not declared"
    return "a plain verifier is given just one document"


def _result(vector: Vector, status: Status, detail: str, seconds: float = 0.0) -> Result:
    return Result(vector.id, vector.group, vector.operation, vector.rules, status, detail, seconds, vector.why)
