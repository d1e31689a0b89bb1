"""``freebit prove``: the proofs of ``spec/rocq``, built by Rocq from the certificates."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import click

from freebit.commands.exits import ExitCode, InputError, refusing, tell, tell_output
from freebit.commands.rocq_build import build, find_rocq
from freebit.commands.terminal import Column, say, show_table
from freebit.files import checkout as committed_checkout
from freebit.files import scratch_folder

#: Where a checkout keeps the proofs and what they are generated from.
PROOFS = Path("spec") / "rocq"
CERTIFICATES = "certificates"
#: The folders of certificates that Rocq proves from.
PROVED_FOLDERS = ("families", "lemma")
TESTED_FOLDER = "tested"

#: The certificates of tested cells that Rocq proves from, below ``tested``, and the epsilon at which they give u.
PROVED_TESTED = {
    **{
        f"five-multiplexer-{inputs}/{name}": Fraction(epsilon)
        for inputs in ("local", "derived-4")
        for name, epsilon in (
            ("best-9-20", "9/20"),
            ("best-2-5", "2/5"),
            ("best-3-10", "3/10"),
            ("best-1-10", "1/10"),
            ("below-3-20", "1/100"),
        )
    },
    **{
        f"{cells}/best-9-20": Fraction(9, 20)
        for cells in (
            "five-majority-local",
            "five-majority-derived-1",
            "four-majority-local",
            "four-majority-derived-1",
        )
    },
    **{
        f"four-majority-{inputs}/{name}": Fraction(epsilon)
        for inputs in ("local", "derived-1")
        for name, epsilon in (("best-3-10", "3/10"), ("best-1-10", "1/10"))
    },
    "four-majority-local/below-3-20": Fraction(1, 100),
    "four-majority-derived-1/below-1-100": Fraction(1, 100),
}

#: What is proved: the theorem in ``spec/rocq``, its file, and its content in a line.
ROCQ_THEOREMS: dict[str, tuple[str, str]] = {
    "majority_lemma": ("MajorityLemma.v", "the Lemma, eq (6): 1/4 <= P(maj = v|x0) <= 3/4, 10 triples, 16 inputs"),
    "robust_lemma": ("MajorityLemma.v", "|P(maj = 0|x0) - P(maj = 1|x0)| <= 1/2 + 5/8 loss"),
    "lemma_is_attained": ("MajorityLemma.v", "both bounds of eq (6) are reached"),
    "row_theorem": ("Theorems.v", "[R5.31] row selection, any certified family"),
    "row_theorem_sharp": ("Theorems.v", "[R5.32] its sharper form"),
    "column_theorem": ("Theorems.v", "[R5.33] column selection, w wrong cells tolerated"),
    "column_theorem_strict": ("Theorems.v", "[R5.33] for w = 0"),
    "column_theorem_sharp": ("Theorems.v", "[R5.34] its sharper form"),
    "column_half": ("Limit.v", "[R5.33] at alpha = 1/2, K = 5/2 + 3 ((1-eps)/eps)^2"),
    "row_half": ("Limit.v", "[R5.31] at alpha = 1/2, K = 5/2 + 3 ((1-eps)/eps)^2"),
    "full_amplification_column": ("Limit.v", "every eps, delta > 0: guess <= 1/2 + delta, column selection"),
    "full_amplification_row": ("Limit.v", "every eps, delta > 0: guess <= 1/2 + delta, row selection"),
    "attack_allowed": ("Attained.v", "the assumptions can be fulfilled"),
    "attack_value": ("Attained.v", "[R5.63] an adversary reaches the first term, 2^-Nd, whenever step 2 passes"),
    "attack_passes": ("Attained.v", "with a fair source it passes with probability at least 1/2"),
    "ghz_bit": ("Parties.v", "[R8.30] n parties: the bias of [weight = 2 mod 4] at 1...1 is at most 4 (8/9)^((n-3)/2)"),
    "ghz_bit_limit": ("Parties.v", "[R8.30] so its predictability tends to 1/2"),
    "ghz_bit_one_sided": ("Parties.v", "[R8.31] unless n = 2 mod 4 the likelier value is the same in all boxes"),
    "tested_theorem": ("TestedTheorems.v", "tested cells, T wrong ones tolerated: guess <= 1/2 + 1/4 P[Bin(n,u) <= T]"),
    "tested_theorem_theta": ("TestedTheorems.v", "its weaker form theta^-T (1 - (1 - theta) u)^n"),
    "many_bits_theorem": ("TestedTheorems.v", "many bits by any code: the sum of such terms over its words"),
    "many_bits_listed": ("TestedTheorems.v", "[R5.92] the same by any list that bounds its light words"),
    "many_bits_distance": ("TestedTheorems.v", "the same by a lower bound on the weights of its words"),
    "family_tested": ("TestedKinds.v", "every certified family serves tested cells, u = (1 - alpha)/(K + 2)"),
    "tested_sound": ("TestedChecker.v", "what the checker of tested cells accepts is a family for every eps"),
    "tested_at": ("TestedChecker.v", "its u at a rational eps"),
    **{
        name: ("TestedRates.v", f"[R5.72] the u of committed certificates: {what}")
        for name, what in (
            ("five_multiplexer_local", "epsilon 9/20, 2/5, 3/10, 1/10, 1/100"),
            ("five_multiplexer_derived", "epsilon 9/20, 2/5, 3/10, 1/10, 1/100"),
            ("five_majority_local", "epsilon 9/20"),
            ("five_majority_derived", "epsilon 9/20"),
            ("four_majority_local", "epsilon 9/20, 3/10, 1/10, 1/100"),
            ("four_majority_derived", "epsilon 9/20, 3/10, 1/10, 1/100"),
        )
    },
    "local_file_sound": ("TestedFiles.v", "what the checker of files accepts is a family, local inputs"),
    "derived_file_sound": ("TestedFiles.v", "the same for derived inputs"),
    "member_sound": ("Checker.v", "what the checker of families accepts is a certificate, member by member"),
    "attainment_sound": ("GameChecker.v", "the checker of kind attainment, any game"),
    "dual_sound": ("GameChecker.v", "the checker of kind predictability, any game: the bound"),
    "primal_sound": ("GameChecker.v", "and that it is reached"),
    "game_family_sound": ("GameChecker.v", "the checker of kind family, any game"),
    "distillation_sound": ("GameChecker.v", "the checker of kind distillation"),
    "fixing_sound": ("GameChecker.v", "the checker of kind fixing-boxes"),
    "classical_sound": ("ClassicalChecker.v", "the checker of kind classical-bound, any game"),
    "square_sound": ("ClassicalChecker.v", "the checker of kind magic-square"),
    "square_functions_sound": ("ClassicalChecker.v", "and so every function of the answers is certain in some box"),
    "makes_keeps": ("TableChecker.v", "symmetries and the exchange of 0 and 1 keep the predictability of a function"),
    "table_sound": ("TableChecker.v", "the checker of kind predictability-table: every function, at every input"),
    "symmetric_dual_sound": ("SymmetricChecker.v", "the checker of kind symmetric-predictability: the bound"),
    "symmetric_primal_sound": ("SymmetricChecker.v", "and that it is reached"),
    "none_better": ("LimitChecker.v", "weights and boxes bound the rate of all certificates for tested cells"),
    "none_better_everywhere": ("LimitChecker.v", "[R5.101] the same boxes bound it at every epsilon"),
    "limit_local_sound": ("LimitChecker.v", "the checker of kind tested-limit, local inputs"),
    "limit_derived_sound": ("LimitChecker.v", "the same for derived inputs"),
    "code_sound": ("CodeChecker.v", "the checker of kind code: by counting, and by the closed form of concatenations"),
    "many_bits_certified": ("CodeTheorem.v", "[R5.92] many bits by a code of an accepted certificate"),
    "full_amplification_tested": ("TestedLimit.v", "every eps, delta > 0: some n brings guess to 1/2 + delta"),
    "tested_half_size": ("TestedLimit.v", "6 k eps^-2 kept cells: guess <= 1/2 + 1/4 2^-k"),
    "honest_passes_derived": ("TestedHonest.v", "honest devices pass, with derived inputs always"),
    "honest_passes_local": ("TestedHonest.v", "with local inputs at least every second time, if n is half of N"),
    "memory_attack": ("TestedMemory.v", "[R5.46] devices with memory: guess = 5/8 at all sizes"),
    "tested14": ("Tested14.v", "[R5.81] the tested protocol for the sources of eq (14), all other bits given"),
    "tested14_sharp": ("Tested14.v", "[R5.82] the same without tolerance, with F(d)/G(d) for d bits that differ"),
    "eq14_tight": ("Tested14.v", "[R5.104] what G and F say together, as all values of n bits add up to 1"),
    "tested14_tolerant": ("Tested14.v", "[R5.104] T wrong ones tolerated, with F(d)/G(d) for d bits that differ"),
    "tested14_growth": ("Tested14Growth.v", "[R5.105] at all sizes, if F(d)/G(d) <= C g(d), g(d+d') <= g(d) g(d')"),
    "many_bits14": ("Tested14.v", "[R5.104] many bits by any code, for such sources"),
    "many_bits14_growth": ("Tested14Growth.v", "[R5.105] many bits at all sizes, by a list of light words"),
    "many_bits14_eps": ("CodeTheorem.v", "[R5.81] many bits by a code of an accepted certificate, for such sources"),
    "many_bits14_certified": ("CodeTheorem.v", "[R5.104] the same, with F(d)/G(d) for d bits that differ"),
    "many_bits14_growth_certified": ("CodeTheorem.v", "[R5.105] the same, at all sizes"),
    "column_total_sharp": ("ColumnTotal.v", "[R5.47] column selection, one tolerance for all columns together"),
    "column_total_theorem": ("ColumnTotal.v", "[R5.48] the same with one weight for each wrong cell"),
    "paper_g_product": ("Steps.v", "g is what eqs (8) and (9) say: enough, times the product over the other blocks"),
    "paper_gE": ("Steps.v", "[R4.18] eq (9): g = 1 iff enough are kept and all blocks but l are right"),
    "key_is_xor": ("Steps.v", "[R4.21] eq (10) for f = XOR"),
    "grid_is_first": ("Steps.v", "[R4.12] the grid holds the first Nd Nb quintuplets kept"),
    "guess_is_best": ("Distinguisher.v", "[R5.5] eq (12) is the probability of the best distinguisher"),
    "paper_guess_is_best": ("Distinguisher.v", "[R5.5] the same for the paper's variables and any f"),
    "eq13": ("Eq13.v", "the paper's Theorem, eq (13): alpha < 1 < beta and f exist"),
    "eq13_xor": ("Eq13.v", "eq (13) for f = XOR, every alpha >= 1/2 and beta >= 1"),
    "paper_limit": ("Eq13.v", "[R5.58] with the paper's Nb eq (13) tends to 1/2"),
    "row14_sharp": ("Eq14.v", "[R5.38] row selection for sources of eq (14), all other bits given"),
    "column14_sharp": ("Eq14.v", "[R5.38] column selection for such sources"),
    "eq1_is_eq14": ("Eq14.v", "[R1.13] eq (1) is G = eps^n, F = (1-eps)^n"),
    "full_amplification14": ("Eq14.v", "for such sources: every delta > 0 is reached, if F(n) -> 0"),
    "eq14_as_printed_fails": (
        "Printed14.v",
        "eq (14) as printed: k is guessed at all sizes, for nearly all G, F",
    ),
    "eq14_as_printed_is_false": ("Printed14.v", "in particular for some G > 0, F -> 0: P(guess) >= 5/8"),
    "mixture_certified": ("Mixtures.v", "[R5.24] mixtures of certified families are certified"),
    "column_mixed_sharp": ("Mixtures.v", "[R5.34] for all mixtures of the eight committed families"),
    "paper_amplification": ("Eq13.v", "with the paper's Nb P(guess) tends to 1/2"),
    "eq11_is_ideal": ("Ideal.v", "[R5.4] eq (11) is the ideal distribution as the paper describes it"),
    "eq11_is_unique": ("Ideal.v", "[R5.4] and there is no other"),
    "santha_vazirani": ("Sources.v", "[R8.10] each unbiased f has a source of eq (1) with P(f = 0) = 1 - eps"),
    "no_function_improves": ("Sources.v", "[R8.10] and any f a source on which one of its values has at least 1 - eps"),
    "unbiased_looking": ("Sources.v", "[R8.14] a uniform source of eq (1) whose bits e guesses with 1 - eps"),
    "unbiased_looking_exact": ("Sources.v", "[R8.14] it obeys eq (1) with no larger eps"),
    "eq1_past": ("Sources.v", "[R1.3] eq (1) bounds each bit given the past"),
    "past_only_is_weaker": ("Sources.v", "[R1.3] no bound given the past alone implies eq (1) with any eps > 0"),
    "independent_kept": ("StepTwo.v", "[R8.12] independent bits are kept with (1 - (1-2p)^5)/2"),
    "independent_number": ("StepTwo.v", "[R8.12] the number of quintuplets kept is binomial"),
    "kept_given_others": ("StepTwo.v", "[R8.12] an eps-source keeps each with at least eps given all others"),
    "weakest_source": ("StepTwo.v", "[R8.12] some source with exactly eps"),
    "kept_at_least": ("StepTwo.v", "[R8.12] the number kept is at least that of N trials of probability eps"),
    "step2_excludes_none": ("StepTwo.v", "[R8.12] every c > 1/eps: N/c or more are kept with probability -> 1"),
    "classical_minimum": ("Classical.v", "[R3.60] classical devices have a loss of at least 6"),
    "classical_minimum_reached": ("Classical.v", "[R3.60] and some have 6"),
    "classical_round": ("Classical.v", "[R8.11] they lose with at least 6 eps^5, whatever the source"),
    "chsh_threshold": ("Classical.v", "[R8.11] a CHSH box that loses each input with t^2 is faked iff eps <= t"),
    "chsh_tsirelson": ("Classical.v", "[R8.11] CHSH at Tsirelson's value is faked iff eps^2 <= (2 - sqrt 2)/4"),
    "ghz_born": ("Honest.v", "[R2.14] the GHZ state measured in X and Y, by Born's rule from its vector"),
    "eigenvectors": ("Honest.v", "the vectors of that rule are those of X and Y"),
    "ghz_is_box": ("Honest.v", "[R2.14] what it gives is a non-signalling box"),
    "ghz_is_maximal": ("Honest.v", "[R2.14] of maximal violation"),
    "honest_passes": ("Honest.v", "honest devices: P(g = 1) = 1 once step 2 is passed"),
    "honest_allowed": ("Honest.v", "and they fulfil the assumptions"),
    "composition": ("Composition.v", "[R8.13] two uses are as far from ideal as the sum, or less"),
    "two_runs": ("Composition.v", "[R8.13] two runs with a common source and adversary: the bounds add up"),
    "two_paper_runs": ("Composition.v", "[R8.13] for the paper's protocol, with numbers"),
}


@click.command("prove")
@click.option("--check", is_flag=True, help="Re-check the compiled proofs with coqchk as well: slow.")
@click.option("--regenerate", is_flag=True, help="Only write spec/rocq/Certificates again from certificates/.")
@click.option("--checkout", type=click.Path(path_type=Path, file_okay=False), help="Default: around here.")
def command(check: bool, regenerate: bool, checkout: Path | None) -> ExitCode:
    """Build the machine-checked proofs with Rocq, from scratch; needs a checkout and Rocq.

    The proofs are copied, their certificates generated again from certificates/ and compared, everything is
    compiled by Rocq's kernel, and every main theorem must rest on no axiom.

    \b
    Examples:
      freebit prove
      freebit prove --check
      freebit prove --regenerate
    """
    root = find_checkout(checkout)
    folder = root / PROOFS / "Certificates"
    with refusing():
        modules = modules_of(root / CERTIFICATES)
        generated = generate(modules)
        written = write_generated(folder, generated) if regenerate else 0
    if regenerate:
        say(f"{written} of {len(generated)} files changed in {folder}")
        return ExitCode.PROVED
    differing = differences(folder, generated)
    if differing:
        for line in differing:
            tell(line)
        tell("see `freebit prove --regenerate`; nothing was proved")
        return ExitCode.REJECTED
    with refusing(), scratch_folder() as home, scratch_folder() as copy:
        problem = build(root / PROOFS, copy, find_rocq(home, check=check), ROCQ_THEOREMS, check=check)
    if problem:
        tell("nothing was proved")
        tell_output(problem.text)
        return ExitCode.REJECTED if problem.decided else ExitCode.UNDECIDED
    report(sum(map(len, modules.values())), check)
    return ExitCode.PROVED


def find_checkout(given: Path | None) -> Path:
    """The checkout given, or the nearest one around the working directory, or the one freebit lies in."""
    places = [given] if given else [Path.cwd(), *Path.cwd().parents, committed_checkout()]
    for place in places:
        if (place / PROOFS / "Makefile").is_file() and (place / CERTIFICATES).is_dir():
            return place
    raise InputError(
        f"{given or Path.cwd()}: no {PROOFS}/Makefile here; the proofs are not part of the installed package, "
        "so run `freebit prove` inside a checkout of freebit"
    )


def modules_of(certificates: Path) -> dict[str, dict[str, str]]:
    """By file and module the Rocq text of every certificate that is proved from.

    Raises ``ValueError`` for a file that cannot be read or named in Rocq.
    """
    from freebit.export import rocq_tested
    from freebit.export.rocq import is_family, module_name, rocq_source

    found = {
        name: {module_name(path): rocq_source(path) for path in paths if is_family(path)}
        for name in PROVED_FOLDERS
        for paths in [sorted((certificates / name).glob("*.json"))]
    }
    tested = {certificates / TESTED_FOLDER / f"{name}.json": epsilon for name, epsilon in PROVED_TESTED.items()}
    found[TESTED_FOLDER] = {
        module_name(path): rocq_tested.tested_source(path, epsilon) for path, epsilon in tested.items() if path.exists()
    }
    return found


def generate(modules: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """File name -> Rocq text of the files that hold the modules."""
    from freebit.export import rocq, rocq_tested
    from freebit.export.rocq_text import generated_file

    preambles = {TESTED_FOLDER: rocq_tested.CELLS_PREAMBLE}
    return {
        f"{name}.v": generated_file(preambles.get(name, rocq.FAMILY_PREAMBLE), texts)
        for name, texts in modules.items()
        if texts
    }


def differences(folder: Path, generated: dict[str, str]) -> list[str]:
    """How the committed files differ from those generated, a line for each file."""
    committed = {path.name: path.read_text() for path in folder.glob("*.v")}
    lines = [f"{folder / name}: is missing" for name in sorted(generated.keys() - committed.keys())]
    lines += [f"{folder / name}: has no certificate" for name in sorted(committed.keys() - generated.keys())]
    common = sorted(committed.keys() & generated.keys())
    return lines + [
        f"{folder / name}: differs from its certificates" for name in common if committed[name] != generated[name]
    ]


def write_generated(folder: Path, generated: dict[str, str]) -> int:
    """Write the files that differ, whole or not at all, and remove those without a certificate; returns how many."""
    from freebit.files import write_whole

    changed = 0
    for stale in [path for path in folder.glob("*.v") if path.name not in generated]:
        stale.unlink()
        changed += 1
    for name, text in generated.items():
        path = folder / name
        if path.is_file() and path.read_text() == text:
            continue
        write_whole(path, text.encode(), folders=True)
        changed += 1
    return changed


def report(certificates: int, check: bool) -> None:
    """Print what is proved."""
    rows = [(name, file, content) for name, (file, content) in ROCQ_THEOREMS.items()]
    title = f"Proved in Rocq from {certificates} certificates, for every ordered field, without axioms"
    show_table([Column("theorem"), Column("file"), Column("what it says")], rows, title)
    say("coqchk accepts every compiled file" if check else "coqchk was not asked (see --check)")
