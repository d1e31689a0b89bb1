"""Steps 2 to 5, eqs (8)-(10), on all transcripts of the smallest protocols [R4.11]-[R4.22]."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from freebit.boxes.bits import all_bits, majority_of, parity
from freebit.claims.model import Finding
from freebit.protocol.parameters import Parameters
from freebit.protocol.steps import Outcome, Transcript, replay

#: A right and a wrong answer to 10000, and a discarded input.
RIGHT, WRONG, DISCARDED = (
    ((1, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
    ((1, 0, 0, 0, 0), (1, 0, 0, 0, 0)),
    ((0, 0, 0, 0, 0), (1, 1, 0, 0, 0)),
)


def transcripts(nd: int = 1, log2_nb: int = 2, n: int = 6) -> Iterator[tuple[tuple[str, ...], Transcript]]:
    """All runs of N quintuplets each of which is right ("r"), wrong ("w") or discarded ("d"), with all l."""
    parameters = Parameters(n, nd, log2_nb, Fraction(1, 4), c=Fraction(n, nd * 2**log2_nb))
    cells = {"r": RIGHT, "w": WRONG, "d": DISCARDED}
    for word in product("rwd", repeat=n):
        inputs, outputs = zip(*(cells[letter] for letter in word), strict=True)
        l_bits = all_bits(log2_nb) if parameters.passes_step_2(n - word.count("d")) else [()]
        for bits in l_bits:
            yield word, Transcript(parameters, inputs, outputs, bits)


def eqs_8_and_9(counts_own_block: bool = False) -> Finding:
    """g = 1 iff all blocks but the distilling one are right; whether that one is right has no influence.

    Recomputed for every run of 6 quintuplets, Nb = 4 blocks of one.
    """
    count = 0
    for word, transcript in transcripts():
        outcome = replay(transcript)
        kept = [letter for letter in word if letter != "d"]
        if len(kept) < 4:
            expected = 0
        else:
            block = 2 * transcript.l_bits[0] + transcript.l_bits[1]
            checked = [letter for j, letter in enumerate(kept[:4]) if j != block or counts_own_block]
            expected = int("w" not in checked)
        if outcome.g != expected:
            return Finding(False, f"g = {outcome.g}, not {expected}, for the quintuplets {''.join(word)}")
        count += 1
    return Finding(True, f"{count} runs: right, wrong and discarded quintuplets in every order, every l")


def eq_10(voters: tuple[int, int, int] = (0, 1, 2)) -> Finding:
    """k = f(maj(a_1), ..., maj(a_Nd)) with maj over the first three outputs; k = 0 when g = 0.

    ``voters`` are counted from 0.
    """
    parameters = Parameters(2, 2, 0, Fraction(1, 4), c=Fraction(1001, 1000))
    count = 0
    x = (1, 1, 1, 1, 1)
    for first, second in product(all_bits(5), repeat=2):
        outcome: Outcome = replay(Transcript(parameters, (x, x), (first, second), ()))
        wanted = parity((majority_of(first, voters), majority_of(second, voters)))
        if outcome.k != wanted or outcome.g != 1:
            return Finding(False, f"k = {outcome.k}, not {wanted}")
        count += 1
    aborted = [replay(transcript) for _, transcript in transcripts()]
    silent = all(outcome.k == 0 for outcome in aborted if outcome.g == 0)
    return Finding(silent, f"{count} pairs of outputs; k = 0 in every aborted run")
