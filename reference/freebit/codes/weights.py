"""How many messages have words of each weight: by counting, and in closed form for concatenations [R3.93], [R3.94]."""

from collections import Counter
from math import comb

from freebit.codes.code import Code, Concatenation


def counted(code: Code) -> dict[int, int]:
    """The number of messages other than 0 with a word of each weight, by going through all 2^L of them [R3.93].

    Every next message differs from the one before in one bit, as in Gray's order.
    """
    found: Counter[int] = Counter()
    word = 0
    for number in range(1, 1 << code.bits):
        word ^= code.rows[(number & -number).bit_length() - 1]
        found[word.bit_count()] += 1
    return dict(sorted(found.items()))


def outer_weights(q: int, length: int, dimension: int) -> dict[int, int]:
    """A_w for w = N-K+1, ..., N: how many words of a code [N,K] over GF(q) of distance N-K+1 have w symbols but 0.

    With d = N-K+1 it is C(N,w) (q-1) f_w, where f_d = 1 and f_(w+1) = (q-1) f_w - (-1)^(w-d) C(w-1, w-d+1) [R3.94].
    """
    d = length - dimension + 1
    found, factor = {}, 1
    for w in range(d, length + 1):
        found[w] = comb(length, w) * (q - 1) * factor
        factor = (q - 1) * factor - (-1) ** (w - d) * comb(w - 1, w - d + 1)
    return found


def least_weights(code: Concatenation) -> dict[int, int]:
    """For each weight, the number of messages of which this says only that their words have at least this weight.

    A symbol other than 0 has an inner word of at least the least weight, which is counted; the simplex code has no
    other [R3.94].  The messages are all of the outer code, of which the code may use a part.
    """
    least = min(word.bit_count() for word in code.inner_words[1:])
    weights = outer_weights(1 << code.field.degree, code.length, code.dimension)
    return {least * w: number for w, number in weights.items() if number}


def exactly_known(code: Concatenation) -> bool:
    """Whether ``least_weights`` are the weights: all words of the inner code other than 0 weigh the same, and all
    messages of the outer code are used."""
    same = len({word.bit_count() for word in code.inner_words[1:]}) == 1
    return same and code.bits == code.field.degree * code.dimension
