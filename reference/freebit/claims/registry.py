"""All claims: the paper's in its order, then ours [R8.1].

Each check is imported when it runs.  What stands here is the claim; the numbers are in the checks' defaults.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from freebit.claims.model import Claim, Evidence, Finding, Origin, Verdict
from freebit.errors import InvalidError
from freebit.parts import FLINT, SYMPY, Z3


def _check(module: str, function: str, **arguments: object) -> Callable[[], Finding]:
    """A check of ``freebit.claims.module``, imported when it is called."""
    return partial(_run, module, function, arguments)


def _run(module: str, function: str, arguments: dict[str, object]) -> Finding:
    finding = getattr(import_module(f"freebit.claims.{module}"), function)(**arguments)
    if not isinstance(finding, Finding):
        raise TypeError(f"{module}.{function} returned no finding")
    return finding


PAPER: tuple[Claim, ...] = (
    Claim(
        "classical-amplification",
        "introduction; Santha and Vazirani",
        "no function of the bits improves every source of eq (1): each unbiased f has a source with P(f=0) = 1 - eps",
        ("R1.9", "R8.10"),
        Evidence.ROCQ,
        _check("weak_sources", "santha_vazirani"),
        Verdict.ROCQ,
        rocq=("santha_vazirani", "no_function_improves"),
    ),
    Claim(
        "eq-1",
        "eq (1)",
        "each bit is bounded given all other bits, before and after it; a bound given the past alone is weaker",
        ("R1.2", "R1.3", "R1.8", "R1.11"),
        Evidence.ENUMERATION,
        _check("weak_sources", "eq_1"),
        Verdict.ROCQ,
        rocq=("eq1_past", "past_only_is_weaker"),
    ),
    Claim(
        "colbeck-renner",
        "after eq (1)",
        "an earlier protocol needs 0.442 < eps <= 0.5",
        (),
        Evidence.CONTEXT,
        None,
    ),
    Claim(
        "faking",
        "before eq (2): below maximal violation",
        "CHSH at Tsirelson's value: deterministic boxes and an eps-source fake the statistics iff "
        "eps <= sqrt(2 - sqrt 2)/2",
        ("R8.11",),
        Evidence.ROCQ,
        _check("faking", "chsh_threshold"),
        Verdict.ROCQ,
        rocq=("chsh_tsirelson", "chsh_threshold"),
    ),
    Claim(
        "three-parties",
        "before eq (2): 8 choose 4 functions",
        "three parties: each of the 70 unbiased functions is fixed by a box of maximal violation, at each of 4 inputs",
        ("R3.65",),
        Evidence.CERTIFICATE,
        _check("inequality", "three_parties"),
    ),
    Claim(
        "three-parties-example",
        "before eq (2): simple example",
        "three parties: a fixed first output beside a PR box is such a box",
        ("R2.14", "R2.12"),
        Evidence.ENUMERATION,
        _check("inequality", "three_parties_example"),
    ),
    Claim(
        "eqs-3-5",
        "eqs (3)-(5)",
        "the coefficients of the inequality, and half of all inputs appear",
        ("R2.2", "R2.3", "R2.4"),
        Evidence.ENUMERATION,
        _check("inequality", "coefficients"),
    ),
    Claim(
        "eq-2",
        "eq (2)",
        "the classical minimum of the inequality is 6",
        ("R3.60", "R3.61"),
        Evidence.CERTIFICATE,
        _check("inequality", "classical_minimum"),
        rocq=("classical_minimum", "classical_minimum_reached"),
    ),
    Claim(
        "maximal-violation",
        "after eq (5)",
        "the non-signalling and algebraic minimum is 0",
        ("R2.13", "R2.14"),
        Evidence.ENUMERATION,
        _check("inequality", "maximal_violation"),
    ),
    Claim(
        "quantum",
        "after eq (5); X or Y on the GHZ state",
        "the state (|00000> + |11111>)/sqrt 2 measured in X on input 1 and Y on input 0 attains 0",
        ("R2.5", "R2.14"),
        Evidence.SYMBOLIC,
        _check("ghz_state", "attains_maximal_violation"),
        needs=(SYMPY,),
        rocq=("ghz_born", "ghz_is_maximal"),
    ),
    Claim(
        "lemma",
        "Lemma, eq (6)",
        "at maximal violation 1/4 <= P(maj=0|x0) <= 3/4, for all 16 inputs and all 10 triples",
        ("R3.15", "R3.16", "R3.17"),
        Evidence.CERTIFICATE,
        _check("lemma", "bounds"),
        rocq=("majority_lemma",),
    ),
    Claim(
        "eq-7",
        "eq (7)",
        "the maximum is 3/4, for either value of the majority, all inputs and all triples",
        ("R3.17", "R3.21"),
        Evidence.CERTIFICATE,
        _check("lemma", "program"),
        rocq=("majority_lemma", "lemma_is_attained"),
    ),
    Claim(
        "remark",
        "after the Lemma: further remark",
        "one output fixed, the others random, attains 3/4",
        ("R2.14", "R3.21"),
        Evidence.ENUMERATION,
        _check("lemma", "remark"),
    ),
    Claim(
        "step-2",
        "step 2",
        "independent sources: the exact probability that N/c quintuplets remain, as a function of eps, N and c",
        ("R4.11", "R8.12"),
        Evidence.ROCQ,
        _check("step_two", "independent_sources"),
        Verdict.ROCQ,
        rocq=("independent_kept", "independent_number"),
    ),
    Claim(
        "eqs-8-9",
        "steps 3 and 4, eqs (8), (9)",
        "g = 1 iff all blocks but the distilling one are right",
        ("R4.17", "R4.18", "R4.20"),
        Evidence.ENUMERATION,
        _check("protocol_steps", "eqs_8_and_9"),
        Verdict.ROCQ,
        rocq=("paper_gE", "paper_g_product"),
    ),
    Claim(
        "eq-10",
        "step 5, eq (10)",
        "f = XOR: k is the XOR of the majorities of the distilled quintuplets if g = 1, and k = 0 if g = 0",
        ("R4.21", "R4.22"),
        Evidence.ENUMERATION,
        _check("protocol_steps", "eq_10"),
        Verdict.ROCQ,
        rocq=("key_is_xor",),
    ),
    Claim(
        "eq-11",
        "eq (11)",
        "the ideal distribution: k a coin if g = 1, 0 if g = 0, all else as in the real protocol",
        ("R5.2", "R5.4"),
        Evidence.ROCQ,
        _check("composition", "eq_11"),
        Verdict.ROCQ,
        rocq=("eq11_is_ideal", "eq11_is_unique"),
    ),
    Claim(
        "eq-12",
        "eq (12)",
        "the formula is the best probability of telling real from ideal, z being chosen in the light of k, y, t, g",
        ("R5.5",),
        Evidence.ROCQ,
        _check("composition", "eq_12"),
        Verdict.ROCQ,
        rocq=("guess_is_best", "paper_guess_is_best"),
    ),
    Claim(
        "theorem",
        "Theorem, eq (13)",
        "0 < alpha < 1 < beta and a function f exist with which eq (13) holds",
        ("R3.41", "R3.42", "R3.44", "R5.17", "R5.19", "R5.30"),
        Evidence.ROCQ,
        _check("theorem_claims", "numbers_of_eq_13"),
        Verdict.ROCQ,
        rocq=("eq13", "eq13_xor"),
    ),
    Claim(
        "limit",
        "after eq (13)",
        "with the paper's Nb the right side of eq (13) tends to 1/2 for every 0 < eps <= 1/2",
        ("R5.58",),
        Evidence.SYMBOLIC,
        _check("theorem_claims", "limit"),
        needs=(SYMPY,),
        rocq=("paper_limit",),
    ),
    Claim(
        "composability",
        "after eq (13): universally composable",
        "what two uses are from ideal is at most the sum of what each is",
        ("R5.5", "R8.13"),
        Evidence.ROCQ,
        _check("composition", "composable"),
        Verdict.ROCQ,
        rocq=("composition", "two_runs", "two_paper_runs"),
    ),
    Claim(
        "unbiased",
        "after the Theorem; Supplementary Note 3",
        "a source may look perfectly unbiased and still be guessed with 1 - eps, bit by bit",
        ("R1.10", "R8.14"),
        Evidence.ROCQ,
        _check("weak_sources", "unbiased_statistics"),
        Verdict.ROCQ,
        rocq=("unbiased_looking", "unbiased_looking_exact"),
    ),
    Claim(
        "eq-14",
        "eq (14)",
        "more general sources will do if all other bits are given; as printed, with none given, they will not: for "
        "some G > 0 and F -> 0 there are sources and devices with P(guess) >= 5/8 at all sizes",
        ("R1.12", "R1.13", "R5.37", "R5.38", "R8.16"),
        Evidence.ROCQ,
        _check("eq_14", "in_part"),
        Verdict.IN_PART,
        rocq=("eq14_as_printed_is_false", "eq14_as_printed_fails", "full_amplification14", "eq1_is_eq14"),
    ),
    Claim(
        "honest",
        "after eq (14)",
        "honest devices pass: P(g = 1) = 1 once step 2 is passed",
        ("R4.17", "R4.18", "R2.14"),
        Evidence.ENUMERATION,
        _check("step_two", "honest_devices"),
        Verdict.ROCQ,
        rocq=("honest_passes", "ghz_is_box", "ghz_is_maximal"),
    ),
    Claim(
        "main-result",
        "main result",
        "arbitrarily weak randomness suffices: for every 0 < eps <= 1/2 and delta > 0 some sizes have "
        "P(guess) <= 1/2 + delta",
        ("R5.30", "R5.56"),
        Evidence.ENCLOSED,
        _check("theorem_claims", "amplification"),
        Verdict.ROCQ,
        needs=(FLINT,),
        rocq=("full_amplification_row", "paper_amplification"),
    ),
    Claim(
        "simplest",
        "conclusion: simplest GHZ paradox",
        "no GHZ paradox of fewer than five parties certifies randomness",
        ("R3.17", "R3.65", "R8.15"),
        Evidence.CERTIFICATE,
        _check("simplest", "simplest"),
        Verdict.IN_PART,
    ),
)

OURS: tuple[Claim, ...] = (
    Claim(
        "lemma-without-certificate",
        "Lemma",
        "Z3 refutes the negation of eq (6) at all 16 inputs for parties 1,2,3, with no certificate",
        ("R3.6",),
        Evidence.SYMBOLIC,
        _check("lemma", "without_certificate"),
        origin=Origin.OURS,
        needs=(Z3,),
    ),
    Claim(
        "frontier",
        "Lemma",
        "the Lemma is robust: |P(maj=0) - P(maj=1)| <= alpha + beta * loss along a curve from (1/2, 5/8) to (1, 0)",
        ("R3.17",),
        Evidence.CERTIFICATE,
        _check("theorem_claims", "robust_lemma"),
        origin=Origin.OURS,
        rocq=("robust_lemma",),
    ),
    Claim(
        "explicit-theorems",
        "Theorem",
        "f = XOR, column selection, any certified family: P(guess) <= 1/2 + (alpha + K (1-eps)^m)^Nd / 4",
        ("R5.33", "R5.50"),
        Evidence.ENCLOSED,
        _check("theorem_claims", "amplification", theorem="column"),
        Verdict.ROCQ,
        Origin.OURS,
        (FLINT,),
        rocq=("column_theorem", "column_theorem_strict", "column_theorem_sharp"),
    ),
    Claim(
        "no-faking",
        "before eq (2)",
        "five parties have no such threshold: a classical box is wrong with probability >= 6 eps^5 > 0 in a round",
        ("R8.11",),
        Evidence.ROCQ,
        _check("faking", "no_threshold"),
        Verdict.ROCQ,
        Origin.OURS,
        rocq=("classical_round",),
    ),
    Claim(
        "no-source-excluded",
        "step 2",
        "an eps-source keeps each quintuplet with probability >= eps given all else, so c > 1/eps excludes no source",
        ("R4.3", "R8.12"),
        Evidence.ROCQ,
        _check("step_two", "no_source_excluded"),
        Verdict.ROCQ,
        Origin.OURS,
        rocq=("kept_given_others", "weakest_source", "step2_excludes_none"),
    ),
    Claim(
        "four-parties-lemma",
        "conclusion: simplest GHZ paradox",
        "eq (6) holds for the majority of any three of four parties, and both bounds are attained",
        ("R3.17", "R3.21"),
        Evidence.CERTIFICATE,
        _check("simplest", "four_party_lemma"),
        origin=Origin.OURS,
    ),
    Claim(
        "four-parties",
        "conclusion: simplest GHZ paradox",
        "four parties, at every input: of the 70 functions that halve the outputs 8 have predictability 3/4, 48 have "
        "5/6, 14 have 1; of all 12870 unbiased functions 560, 3360 and 8950",
        ("R3.105", "R3.107", "R3.108", "R8.15"),
        Evidence.CERTIFICATE,
        _check("functions", "of_four_parties"),
        origin=Origin.OURS,
    ),
    Claim(
        "four-parties-quantum",
        "conclusion: simplest GHZ paradox",
        "the GHZ state of four parties attains maximal violation of that paradox, whose classical minimum is 2",
        ("R2.5", "R2.14", "R3.60"),
        Evidence.SYMBOLIC,
        _check("ghz_state", "four_parties"),
        origin=Origin.OURS,
        needs=(SYMPY,),
    ),
    Claim(
        "n-parties",
        "discussion",
        "n parties, f = [weight(a) = 2 mod 4] at x0 = 1...1: the exact predictability for n = 3 to 13, down to 0.5501",
        ("R3.73", "R3.74", "R3.75"),
        Evidence.CERTIFICATE,
        _check("simplest", "weights_2_mod_4"),
        origin=Origin.OURS,
    ),
    Claim(
        "n-parties-limit",
        "discussion",
        "n parties: that predictability tends to 1/2; the square of the bias is at most 16 (8/9)^(n-3) in every box "
        "that never loses, and unless n = 2 mod 4 the likelier value is the same in all of them",
        ("R8.30", "R8.31", "R8.32"),
        Evidence.CERTIFICATE,
        _check("parties", "bit_of_parties"),
        Verdict.ROCQ,
        Origin.OURS,
        rocq=("ghz_bit", "ghz_bit_limit", "ghz_bit_one_sided"),
    ),
    Claim(
        "all-functions",
        "Lemma: the majority-vote function",
        "no function of the five outputs, at no input in X, beats the majority of three: of the 2^16 on the winning "
        "outputs (2^32 of all) 360 in 3 classes have predictability 3/4, and those of the other 80 classes more",
        ("R3.105", "R3.107", "R3.108", "R8.33"),
        Evidence.CERTIFICATE,
        _check("functions", "five_parties"),
        origin=Origin.OURS,
    ),
    Claim(
        "two-parties",
        "conclusion: protocols in the bipartite scenario",
        "every function of the answers to any input of the magic square is certain in a non-signalling box that always "
        "wins: two parties need more than that game",
        ("R2.16", "R3.121", "R8.34"),
        Evidence.CERTIFICATE,
        _check("functions", "square_is_certain"),
        origin=Origin.OURS,
    ),
    Claim(
        "two-parties-quantum",
        "conclusion: protocols in the bipartite scenario",
        "two pairs of qubits always win the magic square, and deterministic devices lose it on at least one input",
        ("R2.16",),
        Evidence.SYMBOLIC,
        _check("square_state", "quantum"),
        origin=Origin.OURS,
        needs=(SYMPY,),
    ),
)

CLAIMS: tuple[Claim, ...] = PAPER + OURS


def named(identifier: str) -> Claim:
    """The claim with the identifier; raises ``InvalidError`` if there is none."""
    for claim in CLAIMS:
        if claim.id == identifier:
            return claim
    raise InvalidError(f"there is no claim {identifier!r}; `freebit claims --list` names them")
