"""A judgement written down: one line for people, JSON and JUnit XML for machines [R7.15]."""

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from freebit.conformance.outcomes import Judgement, Result, Status
from freebit.texts import escaped

REPORT_FORMAT = "freebit-conformance-report"
REPORT_VERSION = 1
_ERRORS = (Status.CRASH, Status.HANG, Status.GARBAGE, Status.WRONG_SEQ, Status.EOF, Status.NOT_RUN)


def judgement_document(judgement: Judgement) -> dict[str, Any]:
    """The judgement as a JSON document."""
    return {
        "format": REPORT_FORMAT,
        "version": REPORT_VERSION,
        "implementation": judgement.implementation,
        "vectors": judgement.vectors_version,
        "seed": str(judgement.seed),
        "verdict": "pass" if judgement.passed else "fail",
        "no_hello": judgement.no_hello or "",
        "unknown_operations": list(judgement.unknown_operations),
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


def junit_xml(judgement: Judgement) -> bytes:
    """The judgement as JUnit XML: a failure is a wrong answer, an error is no answer."""
    suites = ElementTree.Element("testsuites", name="freebit conformance")
    for group, results in by_group(judgement.results).items():
        faults = [result for result in results if result.is_fault and not result.known]
        suite = ElementTree.SubElement(
            suites,
            "testsuite",
            name=escaped(group),
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
        suite,
        "testcase",
        classname=escaped(f"{result.group}.{result.operation}"),
        name=escaped(result.id),
        time=f"{result.seconds:.4f}",
    )
    detail = escaped(result.detail)
    if result.known:
        ElementTree.SubElement(case, "skipped", message=f"known failure: {detail}")
    elif result.status is Status.SKIP:
        ElementTree.SubElement(case, "skipped", message=detail)
    elif result.is_fault:
        tag = "failure" if result.status is Status.FAIL else "error"
        problem = ElementTree.SubElement(case, tag, type=result.status.value, message=detail)
        problem.text = escaped(f"{', '.join(result.rules)}: {result.why}")


def _add_problem(suites: ElementTree.Element, name: str, message: str) -> None:
    suite = ElementTree.SubElement(suites, "testsuite", name="run", tests="1", failures="1", errors="0", skipped="0")
    case = ElementTree.SubElement(suite, "testcase", classname="run", name=escaped(name))
    ElementTree.SubElement(case, "failure", type="run", message=escaped(message))


def by_group(results: Sequence[Result]) -> dict[str, list[Result]]:
    """The results by group, in the order of the vectors."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.group, []).append(result)
    return groups


def judgement_in_short(judgement: Judgement) -> str:
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
