"""Every claim holds as stated, and its check refuses a slightly different claim [R8.1]-[R8.4]."""

import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from freebit.claims import (
    composition,
    eq_14,
    faking,
    functions,
    ghz_state,
    lemma,
    parties,
    protocol_steps,
    simplest,
    square_state,
    step_two,
    theorem_claims,
    weak_sources,
)
from freebit.claims import inequality as bell
from freebit.claims.model import Claim, Evidence, Finding, Origin, Verdict, check_claim
from freebit.claims.registry import CLAIMS, OURS, PAPER, named
from freebit.commands.claims_process import ClaimDocument, claims_in_short, proved_elsewhere_told
from freebit.commands.prove import ROCQ_THEOREMS
from freebit.errors import InvalidError
from freebit.security.guessing import Statistics, guessing_probability
from tests.conftest import NOTHING

SPEC = Path(__file__).parents[2] / "spec"


def slightly_more(left: Statistics, right: Statistics) -> Fraction:
    """Eq (12) with 1/3 in place of 1/4."""
    value = guessing_probability(left, right)
    return Fraction(1, 2) + (value - Fraction(1, 2)) * Fraction(4, 3)


#: For each claim that has a check, changed claims that it must refuse.
WRONG: dict[str, list[Callable[[], Finding]]] = {
    "classical-amplification": [partial(weak_sources.santha_vazirani, Fraction(1, 1000), 2)],
    "eq-1": [
        partial(weak_sources.eq_1, Fraction(24, 100)),
        partial(weak_sources.eq_1, Fraction(1, 4), Fraction(1, 2)),
    ],
    "faking": [
        partial(faking.chsh_threshold, Fraction(38, 100), Fraction(382, 1000)),
        partial(faking.chsh_threshold, Fraction(383, 1000), Fraction(39, 100)),
    ],
    "three-parties": [partial(bell.three_parties, 71), partial(bell.three_parties, path="claims/classical/ghz-4.json")],
    "three-parties-example": [partial(bell.three_parties_example, 1, claimed=0)],
    "eqs-3-5": [
        partial(bell.coefficients, frozenset({1}), frozenset({3, 5})),
        partial(bell.coefficients, frozenset({1, 5}), frozenset({2})),
    ],
    "eq-2": [partial(bell.classical_minimum, 5), partial(bell.classical_minimum, 7)],
    "maximal-violation": [partial(bell.maximal_violation, Fraction(1, 100))],
    "quantum": [
        partial(ghz_state.attains_maximal_violation, 5, {1: "Z", 0: "Y"}),
        partial(ghz_state.attains_maximal_violation, 5, {1: "Y", 0: "X"}),
    ],
    "lemma": [partial(lemma.bounds, Fraction(74, 100))],
    "eq-7": [partial(lemma.program, Fraction(74, 100)), partial(lemma.program, Fraction(76, 100), None)],
    "remark": [partial(lemma.remark, Fraction(74, 100))],
    "step-2": [
        partial(step_two.independent_sources, Fraction(987, 10000), Fraction(988, 10000)),
        partial(step_two.independent_sources, c=Fraction(4)),
    ],
    "eqs-8-9": [partial(protocol_steps.eqs_8_and_9, counts_own_block=True)],
    "eq-10": [partial(protocol_steps.eq_10, (0, 1, 3))],
    "eq-11": [partial(composition.eq_11, Fraction(1, 3))],
    "eq-12": [partial(composition.eq_12, slightly_more)],
    "theorem": [
        partial(theorem_claims.numbers_of_eq_13, 16),
        partial(theorem_claims.numbers_of_eq_13, alpha_below=Fraction(79, 100)),
    ],
    "limit": [partial(theorem_claims.limit, Fraction(1))],
    "composability": [partial(composition.composable, Fraction(99, 100))],
    "unbiased": [partial(weak_sources.unbiased_statistics, 5, Fraction(74, 100))],
    "eq-14": [
        partial(weak_sources.eq_14, Fraction(99, 100)),
        partial(eq_14.as_printed, largest=Fraction(1, 2)),
        partial(eq_14.as_printed, excess=Fraction(1, 3)),
    ],
    "honest": [partial(step_two.honest_devices, Fraction(1, 100))],
    "main-result": [partial(theorem_claims.amplification, quality=65)],
    "simplest": [partial(simplest.simplest, 5), partial(simplest.simplest, 3)],
    "lemma-without-certificate": [partial(lemma.without_certificate, (1, 1, 2))],
    "frontier": [partial(theorem_claims.robust_lemma, points=((Fraction(1, 2), Fraction(1, 2)),))],
    "explicit-theorems": [partial(theorem_claims.amplification, theorem="column", quality=65)],
    "no-faking": [partial(faking.no_threshold, 7)],
    "no-source-excluded": [partial(step_two.no_source_excluded, Fraction(101, 100))],
    "four-parties-lemma": [
        partial(simplest.four_party_lemma, Fraction(49, 100)),
        partial(simplest.four_party_lemma, Fraction(51, 100)),
    ],
    "four-parties": [
        partial(functions.of_four_parties, Fraction(74, 100)),
        partial(functions.of_four_parties, counts={Fraction(3, 4): 9, Fraction(5, 6): 47, Fraction(1): 14}),
        partial(functions.of_four_parties, of_all={Fraction(3, 4): 560, Fraction(5, 6): 3361, Fraction(1): 8949}),
    ],
    "four-parties-quantum": [partial(ghz_state.four_parties, 3)],
    "n-parties": [partial(simplest.weights_2_mod_4, {5: (Fraction(1, 7), Fraction(51, 100))})],
    "n-parties-limit": [partial(parties.bit_of_parties, Fraction(1, 3))],
    "all-functions": [
        partial(functions.five_parties, {**functions.CLASSES_OF_FIVE, Fraction(3, 4): 2}),
        partial(functions.five_parties, halves={**functions.HALVING_OF_FIVE, Fraction(1): 31}),
    ],
    "two-parties": [partial(functions.square_is_certain, 8)],
    "two-parties-quantum": [
        partial(square_state.quantum, (("+X1", "+1X", "+XX"), ("+1Z", "+Z1", "+ZZ"), ("+XZ", "+ZX", "+YY"))),
        partial(square_state.quantum, (("+X1", "+1X", "+XX"), ("+1Z", "+Z1", "+ZZ"), ("-XZ", "-ZX", "+ZZ"))),
        partial(square_state.quantum, least_lost=2),
    ],
}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_claims_hold(claim: Claim) -> None:
    """The instances that are computed.

    [R8.10], [R8.11], [R8.12], [R8.13], [R8.14], [R8.15], [R8.16], [R8.30], [R8.31], [R8.32], [R8.33], [R8.34].
    """
    result = check_claim(claim)
    assert result.verdict is (claim.success if claim.check else Verdict.CONTEXT), result.detail
    assert result.detail


@pytest.mark.parametrize("identifier", WRONG)
def test_changed_claims_are_refused(identifier: str) -> None:
    """[R8.10], [R8.11], [R8.12], [R8.13], [R8.14], [R8.15] and all other claims, slightly changed."""
    for wrong in WRONG[identifier]:
        finding = wrong()
        assert not finding.holds
        assert finding.detail


def test_every_checked_claim_can_fail() -> None:
    assert WRONG.keys() == {claim.id for claim in CLAIMS if claim.check}


def test_identifiers_are_unique_and_found() -> None:
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)
    assert all(named(claim.id) is claim for claim in CLAIMS)
    with pytest.raises(InvalidError, match="no claim 'eq-99'"):
        named("eq-99")


def test_rules_stand_in_the_specification() -> None:
    """[R8.1] each rule that a claim names is there."""
    rules = set(re.findall(r"\*\*\[(R\d+\.\d+)\]\*\*", "".join(page.read_text() for page in SPEC.glob("*.md"))))
    for claim in CLAIMS:
        assert set(claim.rules) <= rules, claim.id
        assert claim.rules or claim.evidence is Evidence.CONTEXT


def test_ours_are_marked() -> None:
    assert all(claim.origin is Origin.PAPER for claim in PAPER)
    assert all(claim.origin is Origin.OURS for claim in OURS)
    assert CLAIMS == PAPER + OURS


def test_nothing_is_proved_without_its_check() -> None:
    """[R8.3], [R8.4] a failed check, a missing extra and a quotation."""
    claim = named("eq-2")
    failed = check_claim(Claim("x", "", "", (), Evidence.CERTIFICATE, partial(bell.classical_minimum, 5)))
    missing = check_claim(Claim("x", "", "", (), Evidence.SYMBOLIC, claim.check, needs=(NOTHING,)))
    assert failed.verdict is Verdict.FAILED
    assert (missing.verdict, missing.detail) == (Verdict.NOT_CHECKED, NOTHING.missing)
    assert check_claim(named("colbeck-renner")).verdict is Verdict.CONTEXT


def test_what_rests_on_rocq_is_proved_there() -> None:
    """[R8.3] each theorem that a claim names is one that `freebit prove` proves, and what it says is printed."""
    printed = set(re.findall(r"^(\w+)\n     : ", (SPEC / "rocq" / "Assumptions.expected").read_text(), re.MULTILINE))
    assert len(printed) > 100
    for claim in CLAIMS:
        assert set(claim.rocq) <= ROCQ_THEOREMS.keys() & printed, claim.id
    rest = {claim.id for claim in CLAIMS if claim.success is Verdict.ROCQ}
    assert {"theorem", "eq-12", "composability", "main-result"} <= rest
    # What is computed of these is instances; they speak of all sizes.
    assert {"eq-1", "eqs-8-9", "eq-10", "honest"} <= rest
    decided = (Evidence.CERTIFICATE, Evidence.ENUMERATION, Evidence.SYMBOLIC)
    assert all(claim.evidence in decided for claim in CLAIMS if claim.success is Verdict.PROVED and claim.check)


def test_a_verdict_in_rocq_names_its_theorem() -> None:
    """[R8.3]"""
    with pytest.raises(InvalidError, match="claim x: proved in Rocq, by no theorem"):
        Claim("x", "", "", (), Evidence.ROCQ, None, Verdict.ROCQ)


def test_proofs_decided_elsewhere_are_told() -> None:
    """[R8.3] what only `freebit prove` decides is told as such, and never counted as proved here."""
    document: ClaimDocument = {"id": "x", "verdict": Verdict.ROCQ.value, "detail": "", "rocq": ["eq13"]}
    assert claims_in_short([document]) == [
        "Claims of the paper and ours: 1 proved in Rocq",
        "  1 proved in Rocq: the proofs are decided by `freebit prove`; only instances were checked here",
        "  (each with its evidence: freebit claims)",
    ]
    assert not proved_elsewhere_told([Verdict.PROVED.value])


@pytest.mark.parametrize(
    ("path", "old", "new", "check"),
    [
        ("claims/classical/mermin-5.json", '"6"', '"5"', bell.classical_minimum),
        ("claims/three-parties/fixing-boxes.json", '"1/2"', '"1/3"', bell.three_parties),
        ("claims/weight-2-mod-4/07-max.json", "30/41", "29/41", simplest.weights_2_mod_4),
        ("claims/weight-2-mod-4/08-max.json", "5/7", "6/7", parties.bit_of_parties),
        ("claims/all-functions/ghz-4.json", '"3/4"', '"4/5"', functions.of_four_parties),
        ("claims/all-functions/mermin-5.json", '"3/4"', '"4/5"', functions.five_parties),
        ("claims/two-parties/magic-square.json", '"1/2"', '"1/3"', functions.square_is_certain),
        ("claims/four-parties/majority-134.json", '"1/2"', '"1/3"', simplest.four_party_lemma),
        ("lemma/majority-145.json", '"5/8"', '"1/2"', lemma.bounds),
    ],
)
def test_tampered_certificates_prove_nothing(
    certificates: Path, tmp_path: Path, path: str, old: str, new: str, check: Callable[..., Finding]
) -> None:
    """[R8.3] claims rest on what the kernel accepts."""
    folder = tmp_path / "certificates"
    shutil.copytree(certificates, folder)
    assert check(folder=folder).holds
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1))
    assert not check(folder=folder).holds


def test_both_values_must_be_attained(certificates: Path, tmp_path: Path) -> None:
    """[R8.3] without the boxes for one value of the majority eq (7) is open."""
    folder = tmp_path / "certificates"
    shutil.copytree(certificates, folder)
    for path in (folder / "attainment").glob("*-answers-1.json"):
        path.write_text(path.read_text().replace('"3/4"', '"1/2"', 1))
    finding = lemma.attained(folder=folder)
    assert not finding.holds
    assert finding.detail.startswith("160 of 320")
    assert not lemma.program(folder=folder).holds


def test_the_kinds_of_evidence_are_those_of_the_specification() -> None:
    """[R8.2]"""
    page = " ".join((SPEC / "8-claims.md").read_text().split())
    assert (
        f"The kinds of evidence are: {', '.join(kind.value for kind in Evidence)}.".replace(
            ", context, not", ", and context, not"
        )
        in page
    )
