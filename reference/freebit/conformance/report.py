"""A judgement written down: a table for people, JSON and JUnit XML for machines [R7.15]."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from freebit.conformance.outcomes import Judgement, Result, Status

if TYPE_CHECKING:
    from rich.console import Console

FORMAT = "freebit-conformance-report"
VERSION = 1
_ERRORS = (Status.CRASH, Status.HANG, Status.GARBAGE, Status.WRONG_SEQ, Status.EOF, Status.NOT_RUN)


def as_document(judgement: Judgement) -> dict[str, Any]:
    """The judgement as a JSON document."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "implementation": judgement.implementation,
        "vectors": judgement.vectors_version,
        "seed": str(judgement.seed),
        "verdict": "pass" if judgement.passed else "fail",
        "no_hello": judgement.no_hello or "",
        "counts": {status.value: judgement.count(status) for status in Status},
        "known": sum(result.known for result in judgement.results),
        "stale": list(judgement.stale),
        "caught_by": list(judgement.caught),
        "results": [
            {
                "id": result.id,
                "op": result.operation,
                "rules": list(result.rules),
                "status": result.status.value,
                "known": "yes" if result.known else "no",
                "detail": result.detail,
                "seconds": f"{result.seconds:.4f}",
            }
            for result in judgement.results
        ],
    }


def as_junit(judgement: Judgement) -> bytes:
    """The judgement as JUnit XML: a failure is a wrong answer, an error is no answer."""
    suites = ElementTree.Element("testsuites", name="freebit conformance")
    for group, results in _by_group(judgement.results).items():
        faults = [result for result in results if result.is_fault and not result.known]
        suite = ElementTree.SubElement(
            suites,
            "testsuite",
            name=group,
            tests=str(len(results)),
            failures=str(sum(result.status is Status.FAIL for result in faults)),
            errors=str(sum(result.status in _ERRORS for result in faults)),
            skipped=str(sum(result.status is Status.SKIP or result.known for result in results)),
            time=f"{sum(result.seconds for result in results):.4f}",
        )
        for result in results:
            _add_case(suite, result)
    for name in judgement.stale:
        _add_problem(suites, name, "a stale entry in the list of known failures")
    if judgement.no_hello is not None:
        _add_problem(suites, "hello", judgement.no_hello)
    if not judgement.passed and not judgement.caught and not judgement.stale and judgement.no_hello is None:
        _add_problem(suites, "applicable", "no vector was applicable")
    ElementTree.indent(suites)
    text: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add_case(suite: ElementTree.Element, result: Result) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=f"{result.group}.{result.operation}", name=result.id, time=f"{result.seconds:.4f}"
    )
    detail = _printable(result.detail)
    if result.known:
        ElementTree.SubElement(case, "skipped", message=f"known failure: {detail}")
    elif result.status is Status.SKIP:
        ElementTree.SubElement(case, "skipped", message=detail)
    elif result.is_fault:
        tag = "failure" if result.status is Status.FAIL else "error"
        problem = ElementTree.SubElement(case, tag, type=result.status.value, message=detail)
        problem.text = f"{', '.join(result.rules)}: {result.why}"


def _add_problem(suites: ElementTree.Element, name: str, message: str) -> None:
    suite = ElementTree.SubElement(suites, "testsuite", name="run", tests="1", failures="1", errors="0", skipped="0")
    case = ElementTree.SubElement(suite, "testcase", classname="run", name=name)
    ElementTree.SubElement(case, "failure", type="run", message=_printable(message))


def _printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def _by_group(results: Sequence[Result]) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.group, []).append(result)
    return groups


def print_judgement(judgement: Judgement, console: "Console") -> None:
    """The judgement as tables: one line for each group, one for each fault."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("group")
    for heading in ("asked", "pass", "faults", "known", "skipped"):
        table.add_column(heading, justify="right")
    for group, results in _by_group(judgement.results).items():
        skipped = sum(result.status is Status.SKIP for result in results)
        known = sum(result.known for result in results)
        faults = sum(result.is_fault and not result.known for result in results)
        passed = sum(result.status is Status.PASS for result in results)
        numbers = [len(results) - skipped, passed, faults, known, skipped]
        table.add_row(group, *(Text(str(number) if number else "-") for number in numbers))
    console.print(table)
    for result in judgement.results:
        if result.is_fault:
            label = "known" if result.known else result.status.value
            console.print(Text(f"{label}: {result.id} [{', '.join(result.rules)}] {result.operation}: {result.detail}"))
            console.print(Text(f"    asks: {result.why}"))
    for name in judgement.stale:
        console.print(Text(f"stale: {name} is listed as a known failure and did not fail"))
    if judgement.no_hello is not None:
        console.print(Text(f"no hello: {judgement.no_hello}"))
    console.print(Text(summary(judgement)), soft_wrap=True)


def summary(judgement: Judgement) -> str:
    """One line that says it all."""
    skipped = judgement.count(Status.SKIP)
    judged = len(judgement.results) - skipped
    verdict = "PASS" if judgement.passed else "FAIL"
    if not judged:
        verdict = "FAIL, for no vector was applicable"
    return (
        f"{judgement.implementation}: {verdict}: {judgement.count(Status.PASS)} of {judged} passed, {skipped} skipped, "
        f"vectors {judgement.vectors_version}, seed {judgement.seed}"
    )
