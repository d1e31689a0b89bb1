"""Sources, eq (1) and eq (14) [R1.1]-[R1.13]."""

from collections.abc import Hashable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies._internal.random import ArtificialRandom

from freebit.boxes.bits import Bits, all_bits, parity
from freebit.source.epsilon import check_epsilon, epsilon_from_bias, epsilon_from_rate
from freebit.source.exact import Source, biased_source, defeating_source, guessed_source, markov_epsilon, markov_source
from freebit.source.joint import JointBounds

epsilons = st.builds(Fraction, st.integers(1, 20), st.just(40))

Law = dict[tuple[Bits, Hashable], Fraction]


def largest_epsilon_by_definition(source: Source) -> Fraction:
    """[R1.2] straight from eq (1), with conditional probabilities as quotients of sums."""
    entries = source.entries()
    least = Fraction(1, 2)
    for j in range(source.length):
        for (x, e), value in entries.items():
            context = sum(v for (y, d), v in entries.items() if d == e and y[:j] + y[j + 1 :] == x[:j] + x[j + 1 :])
            least = min(least, value / context, 1 - value / context)
    return least


@st.composite
def sources(draw: st.DrawFn) -> Source:
    length = draw(st.integers(1, 3))
    keys = list(product(all_bits(length), ("u", "v")))
    weights = draw(st.lists(st.integers(0, 5), min_size=len(keys), max_size=len(keys)).filter(any))
    return Source(length, {key: Fraction(weight, sum(weights)) for key, weight in zip(keys, weights, strict=True)})


@given(sources())
def test_largest_epsilon_is_that_of_the_definition(source: Source) -> None:
    """[R1.2] [R1.5] 0 included: a circumstance in which a bit is certain."""
    assert source.largest_epsilon() == largest_epsilon_by_definition(source)


@pytest.mark.parametrize("name", ["biased", "markov", "guessed", "fair", "certain", "alternating"])
def test_each_circumstance_is_met_once_with_its_rarer_value(name: str) -> None:
    """[R1.2] [R1.3] each bit, given each value of the others and e that is possible; 1 where both are as likely."""
    source = {
        "biased": biased_source(3, Fraction(1, 4)),
        "markov": markov_source(3, Fraction(1, 3)),
        "guessed": guessed_source(2, Fraction(2, 5)),
        "fair": biased_source(2, Fraction(1, 2)),
        "certain": Source(2, {((0, 1), "e"): 1}),
        "alternating": Source(3, {((0, 1, 0), 0): Fraction(1, 3), ((1, 1, 0), 0): Fraction(2, 3)}),
    }[name]
    expected: dict[tuple[int, Bits, Hashable], Fraction] = {}
    for bits, eve in source.entries():
        for j in range(source.length):
            words = [(*bits[:j], bit, *bits[j + 1 :]) for bit in (1, 0)]
            chances = [source.probability(word, eve) for word in words]
            rarer = chances.index(min(chances))
            expected[j, words[rarer], eve] = chances[rarer] / sum(chances)
    found = list(source.conditionals())
    assert {(one.position, one.bits, one.eve): one.probability for one in found} == expected
    assert len(found) == len(expected)


def test_circumstances_of_probability_zero_ask_for_nothing() -> None:
    """[R1.2] with x1 = x2 always, no bit is uncertain; with e giving x1 + x2 both are still determined."""
    equal = Source(2, {((0, 0), 0): Fraction(1, 2), ((1, 1), 0): Fraction(1, 2)})
    assert equal.largest_epsilon() == 0
    lone = Source(2, {(x, "only"): Fraction(1, 4) for x in all_bits(2)})
    assert lone.largest_epsilon() == Fraction(1, 2)


def test_all_other_bits_means_past_and_future() -> None:
    """[R1.3] flip probability 1/4: given the past at least 1/4, given both neighbours 1/10."""
    source = markov_source(3, Fraction(1, 4))
    assert source.largest_epsilon() == Fraction(1, 10)
    weakest = source.weakest_bit()
    assert weakest is not None
    assert (weakest.position, weakest.bits, weakest.probability) == (1, (0, 1, 0), Fraction(1, 10))
    assert "bit 2 given the others 0.0" in str(weakest)


@pytest.mark.parametrize("value", [Fraction(0), Fraction(-1, 4), Fraction(51, 100)])
def test_epsilon_lies_in_its_interval(value: Fraction) -> None:
    """[R1.4]"""
    with pytest.raises(ValueError, match=r"R1\.4"):
        check_epsilon(value)
    with pytest.raises(ValueError, match=r"R1\.4"):
        biased_source(1, value)


@pytest.mark.parametrize("value", [Fraction(1, 2), Fraction(1, 10**9)])
def test_epsilon_at_the_ends(value: Fraction) -> None:
    """[R1.4]"""
    assert check_epsilon(value) == value


def test_epsilon_from_bias() -> None:
    """[R1.6]"""
    assert epsilon_from_bias(Fraction(1, 20)) == Fraction(9, 20)
    assert epsilon_from_bias(Fraction(0)) == Fraction(1, 2)
    for bias in (Fraction(1, 2), Fraction(3, 4), Fraction(-1, 100)):
        with pytest.raises(ValueError, match=r"R1\.6"):
            epsilon_from_bias(bias)


@given(st.integers(1, 40), st.integers(1, 40))
def test_epsilon_from_rate_is_the_largest_multiple_below(a: int, b: int) -> None:
    """[R1.7] exact: (1 - eps)^b >= 2^-a and not so for the next multiple."""
    if a > b:
        with pytest.raises(ValueError, match=r"R1\.7"):
            epsilon_from_rate(Fraction(a, b))
        return
    epsilon = epsilon_from_rate(Fraction(a, b))
    assert (1 - epsilon) ** b >= Fraction(1, 2**a)
    assert epsilon == Fraction(1, 2) or (1 - epsilon - Fraction(1, 2**64)) ** b < Fraction(1, 2**a)


def test_epsilon_from_rate_at_its_ends() -> None:
    """[R1.7]"""
    assert epsilon_from_rate(Fraction(1)) == Fraction(1, 2)
    assert 0 < epsilon_from_rate(Fraction(1, 10**4)) < Fraction(7, 10**5)
    for rate in (Fraction(0), Fraction(-1, 2), Fraction(1, 10**4 + 1)):
        with pytest.raises(ValueError, match=r"R1\.7"):
            epsilon_from_rate(rate)


@pytest.mark.parametrize(
    ("entries", "error", "match"),
    [
        ({((0,), None): Fraction(1, 2)}, ValueError, "sum to 1/2"),
        ({((0,), None): Fraction(3, 2), ((1,), None): Fraction(-1, 2)}, ValueError, "negative"),
        ({((0, 0), None): Fraction(1)}, ValueError, "not a string of 1 bits"),
        ({((), None): Fraction(1)}, ValueError, "not a string of 1 bits"),
        ({((2,), None): Fraction(1)}, ValueError, "not a string of 1 bits"),
        ({((0,), None): 0.5, ((1,), None): Fraction(1, 2)}, TypeError, "not an exact rational"),
    ],
)
def test_a_source_is_an_exact_distribution(entries: Law, error: type[Exception], match: str) -> None:
    """[R1.1]"""
    with pytest.raises(error, match=match):
        Source(1, entries)


@given(st.integers(1, 4), epsilons)
def test_biased_source(n: int, epsilon: Fraction) -> None:
    """[R1.8]"""
    source = biased_source(n, epsilon)
    assert source.largest_epsilon() == epsilon
    assert source.probability((0,) * n) == epsilon**n
    assert source.is_epsilon_source(epsilon)
    assert source.is_epsilon_source(epsilon / 2)
    if epsilon < Fraction(1, 2):
        assert not source.is_epsilon_source(epsilon + Fraction(1, 1000))


@given(st.integers(1, 4), epsilons, st.randoms())
def test_defeating_source(n: int, epsilon: Fraction, random: ArtificialRandom) -> None:
    """[R1.9] any unbiased f is 0 with probability 1 - epsilon, and eq (1) holds with epsilon exactly."""
    ones = set(random.sample(all_bits(n), 2 ** (n - 1)))
    source = defeating_source(n, lambda x: int(x in ones), epsilon)
    assert source.probability_that(lambda x: x not in ones) == 1 - epsilon
    assert source.largest_epsilon() == epsilon


def test_defeating_source_needs_an_unbiased_function() -> None:
    """[R1.9]"""
    with pytest.raises(ValueError, match=r"R1\.9.*1 of 4"):
        defeating_source(2, lambda x: x[0] & x[1], Fraction(1, 4))


@given(st.integers(1, 3), epsilons)
def test_guessed_source(n: int, epsilon: Fraction) -> None:
    """[R1.10] a uniform marginal, and the adversary's guess of each bit is right with 1 - epsilon."""
    source = guessed_source(n, epsilon)
    assert set(source.marginal().values()) == {Fraction(1, 2**n)}
    right = sum(value for (x, e), value in source.entries().items() if str(x[0]) == str(e)[0])
    assert right == 1 - epsilon
    assert source.largest_epsilon() == epsilon


@given(st.integers(1, 5), epsilons)
def test_markov_source(n: int, flip: Fraction) -> None:
    """[R1.11]"""
    assert markov_source(n, flip).largest_epsilon() == markov_epsilon(n, flip)
    assert markov_source(n, flip).probability((0,) * n) == Fraction(1, 2) * (1 - flip) ** (n - 1)


def test_markov_source_needs_a_flip_probability() -> None:
    """[R1.11]"""
    for flip in (Fraction(0), Fraction(2, 3)):
        with pytest.raises(ValueError, match=r"R1\.11"):
            markov_source(2, flip)
        with pytest.raises(ValueError, match=r"R1\.11"):
            markov_epsilon(2, flip)


@given(epsilons)
def test_epsilon_sources_obey_their_joint_bounds(epsilon: Fraction) -> None:
    """[R1.13] for every named source, and not with a larger epsilon."""
    named = (
        biased_source(3, epsilon),
        defeating_source(3, parity, epsilon),
        guessed_source(2, epsilon),
    )
    for source in named:
        assert JointBounds.for_epsilon(epsilon).violation(source) is None
        if epsilon < Fraction(1, 2):
            message = JointBounds.for_epsilon(epsilon + Fraction(1, 1000)).violation(source)
            assert message is not None
            assert message.startswith("[R1.12] bits 1 given")


def test_joint_bounds_can_fail_for_many_bits_only() -> None:
    """[R1.12] each bit alone keeps its bounds; the two together do not keep their bound."""
    source = biased_source(2, Fraction(1, 4))
    bounds = JointBounds(lambda n: Fraction(1, 4) ** n, lambda n: Fraction(3, 4) if n == 1 else Fraction(1, 2))
    message = bounds.violation(source)
    assert message is not None
    assert "bits 1, 2" in message
    assert "9/16" in message


def test_the_lower_joint_bound_is_positive() -> None:
    """[R1.12]"""
    for lower in (Fraction(0), Fraction(-1, 4)):
        message = bounds(str(lower), "1").violation(biased_source(1, Fraction(1, 4)))
        assert message is not None
        assert f"G(1) = {lower} is not positive" in message


def bounds(lower: str, upper: str) -> JointBounds:
    """The same numbers for every n."""
    return JointBounds(lambda n: Fraction(lower), lambda n: Fraction(upper))


@given(epsilons, st.integers(1, 9))
def test_what_joint_bounds_give(epsilon: Fraction, n: int) -> None:
    """[R1.13], [R5.38], [R5.81] F(n), F(n)/G(n), and the epsilon of the bits one by one."""
    found = JointBounds.for_epsilon(epsilon)
    assert found.epsilon() == epsilon
    assert found.most(n) == (1 - epsilon) ** n
    assert found.ratio(n) == ((1 - epsilon) / epsilon) ** n
    assert found.most(0) == found.ratio(0) == bounds("1/8", "3/4").most(0) == bounds("1/8", "3/4").ratio(0) == 1


@pytest.mark.parametrize(
    ("lower", "upper", "epsilon"),
    [("1/8", "3/4", "1/4"), ("1/4", "7/8", "1/4"), ("1/4", "1/2", "1/2"), ("1/2", "1/2", "1/2"), ("1/3", "1", "1/3")],
)
def test_the_epsilon_is_the_larger_of_both_ends(lower: str, upper: str, epsilon: str) -> None:
    """[R5.81]"""
    assert bounds(lower, upper).epsilon() == Fraction(epsilon)


@pytest.mark.parametrize(("lower", "upper"), [("0", "1/2"), ("-1/4", "1/2"), ("1/2", "1/4"), ("1/2", "9/8")])
def test_joint_bounds_lie_in_order_between_0_and_1(lower: str, upper: str) -> None:
    """[R1.12]"""
    found = bounds(lower, upper)
    for ask in (found.epsilon, lambda: found.most(2), lambda: found.ratio(2)):
        with pytest.raises(ValueError, match=r"0 < G\([12]\) <= F\([12]\) <= 1, not G = .*, F = "):
            ask()


def test_bounds_that_no_epsilon_keeps() -> None:
    """[R1.4] each bit would be 1 with at least 2/3, and 0 with at least 2/3."""
    with pytest.raises(ValueError, match=r"R1\.4"):
        bounds("2/3", "3/4").epsilon()


def sampled_law(source: Source, depth: int) -> tuple[Law, Fraction]:
    """The law of samples that need at most ``depth`` coins, and the probability that more are needed."""
    law: Law = {}
    missing, ended = Fraction(0), False
    for number in range(2**depth):
        coins = iter([number >> (depth - 1 - i) & 1 for i in range(depth)])
        try:
            entry = source.sample(coins)
        except ValueError:
            missing, ended = missing + Fraction(1, 2**depth), True
        else:
            law[entry] = law.get(entry, Fraction(0)) + Fraction(1, 2**depth)
    assert ended == (missing > 0)
    return law, missing


def test_sampling_is_exact_where_the_probabilities_are_dyadic() -> None:
    """[R1.14] no coin beyond the depth of the denominators is needed, and the law is the source's."""
    source = defeating_source(2, parity, Fraction(1, 8))
    assert sampled_law(source, 4) == (source.entries(), Fraction(0))
    guessed = guessed_source(1, Fraction(1, 4))
    assert sampled_law(guessed, 3) == (guessed.entries(), Fraction(0))


@given(sources())
def test_sampling_tends_to_the_law_of_any_source(source: Source) -> None:
    """[R1.14] after d coins the undecided probability is at most 2^-d for each border between two entries."""
    law, missing = sampled_law(source, 8)
    assert missing <= Fraction(len(source.entries()) - 1, 2**8)
    for entry, value in source.entries().items():
        assert 0 <= value - law.get(entry, Fraction(0)) <= missing


def test_sampling_needs_coins() -> None:
    """[R1.14]"""
    source = biased_source(1, Fraction(1, 4))
    for coins in ([], [0, 2]):
        with pytest.raises(ValueError, match=r"R1\.14"):
            source.sample(iter(coins))


def test_a_markov_source_of_no_bits_emits_nothing_for_certain() -> None:
    """[R1.11] the product over no bits is 1."""
    source = markov_source(0, Fraction(1, 4))
    assert source.probability(()) == 1
