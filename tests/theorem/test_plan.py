"""What a plan asks of a theorem, which theorems are asked, and what is confirmed [R5.50], [R5.57]."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from pytest import MonkeyPatch

from freebit.errors import InvalidError
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.enclosure import Enclosure, UndecidedError, precision
from freebit.theorem.model import Found, NoPlanError, Target, Theorem, UncertifiedError
from freebit.theorem.plan import best_plans, bound, plan, plan_for, plans
from freebit.theorem.result import GuessBound, Plan
from freebit.theorem.sizes import GridSize
from tests.theorem.toy_theorem import Rate, Rates, Tries, theorem

F = Fraction
TARGET = Target(F(9, 20), F(1, 32))


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(InvalidError) as caught:
        make()
    return str(caught.value)


def bits() -> int:
    """The working precision."""
    import flint

    found: int = flint.ctx.prec
    return found


def test_a_plan_without_noise() -> None:
    """[R5.50] the least size, its bound, and no word of noise."""
    found = plan_for(TARGET, theorem())
    assert (found.size, found.delta, found.epsilon) == (Tries(3), F(1, 32), F(9, 20))
    assert found.bound.numbers == Rate(F(1, 2))
    assert found.bound.excess.upper() == F(1, 32)
    assert (found.error, found.pass_probability) == (None, None)
    assert plan_for(TARGET, theorem(), Rates((F(3, 4),))).size == Tries(8)
    with pytest.raises(UncertifiedError, match="no certificate has the rate 1/3"):
        plan_for(TARGET, theorem(least=lambda supply, target: Found(Tries(9), Rate(F(1, 3)))))


def test_a_plan_with_noise() -> None:
    """[R5.35] how often honest devices pass, in 256 bits."""
    noisy = theorem(tolerant=True)
    for error in (F(0), F(1, 3)):
        found = plan_for(replace(TARGET, error=error), noisy)
        assert found.error == error
        assert found.pass_probability is not None
        exact = (1 - error) ** 3
        with precision(256):
            assert found.pass_probability.lower() <= exact <= found.pass_probability.upper()
            width = found.pass_probability.upper() - found.pass_probability.lower()
        assert width < F(1, 2**240) and (not error or width > F(1, 2**300))
    free = plan_for(replace(TARGET, c=None), theorem())
    assert free.error == 0
    assert free.pass_probability is not None and free.pass_probability.lower() == 1
    assert plan_for(replace(TARGET, c=None, error=F(1, 3)), noisy).error == F(1, 3)


def test_what_a_theorem_has_no_plan_for() -> None:
    """[R5.50] [R5.89] [R5.98] word by word."""
    noise = replace(TARGET, error=F(1, 3))
    words = "the theorem toy tolerates no noise: use column selection, or the tested protocol"
    assert refusal(partial(plan_for, noise, theorem())) == words
    assert plan_for(replace(TARGET, error=F(0)), theorem()).size == Tries(3)
    grid = theorem(size=GridSize)
    for c in (F(2), F(4), None):
        words = "the theorem toy is about N = 3 Nd Nb; another c is for the tested protocol"
        assert refusal(partial(plan_for, replace(TARGET, c=c), grid)) == words
        assert plan_for(replace(TARGET, c=c), theorem()).size == Tries(3)
    many = theorem(many=True)
    words = "the theorem toy has no plan of the least N: give a c"
    assert refusal(partial(plan_for, replace(TARGET, c=None), many)) == words
    assert plan_for(replace(TARGET, c=F(4)), many).size == Tries(3)
    for number in (2, 3):
        words = f"the theorem toy is about one bit: for {number} bits use many-bits"
        assert refusal(partial(plan_for, replace(TARGET, bits=number), theorem())) == words
        assert plan_for(replace(TARGET, bits=number), many).size == Tries(3)
    assert plan_for(TARGET, many).size == Tries(3)


def test_a_plan_by_its_parameters() -> None:
    """The usual ones are those of a target."""
    toy = theorem(tolerant=True, many=True)
    found = plan(F(9, 20), F(1, 32), theorem=toy)
    assert (found.theorem, found.size, found.delta) == (toy, Tries(3), F(1, 32))
    seen: list[Target] = []

    def noted(supply: Rates, target: Target) -> Found[Rate, Tries]:
        seen.append(target)
        return Found(Tries(5), Rate(F(1, 2)))

    plan(F(9, 20), F(1, 32), theorem=theorem(tolerant=True, many=True, least=noted))
    noting = theorem(tolerant=True, many=True, least=noted)
    plan(F(2, 5), F(1, 8), theorem=noting, error=F(1, 3), pass_at_least=F(1, 4), c=F(7, 2), bits=5)
    assert seen == [TARGET, Target(F(2, 5), F(1, 8), F(1, 3), F(1, 4), F(7, 2), 5)]


def confirmed_at(needed: int, asked: list[int]) -> Theorem[Any, Any, Any]:
    """A theorem whose bound meets the target only in so many bits."""

    def excess(numbers: Rate, epsilon: Fraction, size: Tries) -> Enclosure:
        asked.append(bits())
        return Enclosure.of(F(1, 32) if bits() >= needed else F(1, 3))

    return theorem(excess=excess)


def test_a_size_is_confirmed() -> None:
    """The bound is evaluated anew, in more bits if need be."""
    for needed, expected in ((256, [256]), (1024, [256, 1024]), (16384, [256, 1024, 16384])):
        asked: list[int] = []
        assert plan_for(TARGET, confirmed_at(needed, asked)).bound.excess_at_most(F(1, 32))
        assert asked == expected
    asked = []
    with pytest.raises(UndecidedError) as caught:
        plan_for(TARGET, confirmed_at(10**6, asked))
    assert str(caught.value) == f"the size found, {Tries(3)}, was not confirmed"
    assert asked == [256, 1024, 16384]


def no_plan(words: str) -> Callable[[Rates, Target], Found[Rate, Tries]]:
    def least(supply: Rates, target: Target) -> Found[Rate, Tries]:
        raise NoPlanError(words)

    return least


def table(monkeypatch: MonkeyPatch, *theorems: Theorem[Any, Any, Any]) -> None:
    # The package shows its function of the same name.
    module = import_module("freebit.theorem.plan")
    monkeypatch.setattr(module, "THEOREMS", {each.name: each for each in theorems})


def planned(target: Target, selection: str | None = None) -> list[str]:
    return [each.theorem.name for each in plans(target, selection)]


def test_the_theorems_that_are_asked(monkeypatch: MonkeyPatch) -> None:
    """Those of the protocol that is named, that tolerate what is asked for, and are about so many bits."""
    table(
        monkeypatch,
        theorem("grid", size=GridSize, least=no_plan("no grid")),
        theorem("one"),
        theorem("noisy", tolerant=True),
        theorem("other", protocol="aaa"),
        theorem("another", protocol="zzz"),
        theorem("keys", many=True),
    )
    assert planned(TARGET) == ["one", "noisy", "other", "another"]
    assert planned(TARGET, "toy") == ["one", "noisy"]
    assert planned(TARGET, "aaa") == ["other"]
    assert planned(TARGET, "zzz") == ["another"]
    assert planned(replace(TARGET, error=F(1, 3))) == ["noisy"]
    assert planned(replace(TARGET, error=F(0))) == ["one", "noisy", "other", "another"]
    for number in (2, 3):
        assert planned(replace(TARGET, bits=number)) == ["keys"]
    assert planned(replace(TARGET, c=F(4)), "toy") == ["one", "noisy"]
    assert planned(replace(TARGET, c=F(2)), "toy") == ["one", "noisy"]


def test_each_part_of_a_supply_has_a_plan(monkeypatch: MonkeyPatch) -> None:
    class Parted(Rates):
        def parts(self) -> tuple[Any, ...]:
            return Rates((F(3, 4),)), Rates((F(1, 2),))

    table(monkeypatch, theorem(supply=Parted))
    assert [each.size for each in plans(TARGET)] == [Tries(8), Tries(3)]


def test_why_there_is_no_plan(monkeypatch: MonkeyPatch) -> None:
    """All reasons, each once; that nothing tolerates noise only if nothing else is said."""

    def words(target: Target, selection: str | None = None) -> str:
        with pytest.raises(NoPlanError) as caught:
            plans(target, selection)
        return str(caught.value)

    first, second = theorem("one", least=no_plan("too few")), theorem("two", least=no_plan("too much"))
    table(monkeypatch, first, second, theorem("three", least=no_plan("too few")))
    assert words(TARGET) == "too few; too much"
    assert words(replace(TARGET, error=F(1, 3))) == "no theorem about any selection tolerates noise"
    assert words(replace(TARGET, error=F(1, 3)), "toy") == "no theorem about toy selection tolerates noise"
    table(monkeypatch, first, theorem("two"))
    assert planned(TARGET) == ["two"]
    # Grids know one c alone.
    table(monkeypatch, theorem("grid", size=GridSize, least=no_plan("no grid")))
    assert words(TARGET) == "no grid"
    for c in (F(2), F(4), None):
        assert words(replace(TARGET, c=c)) == "no theorem about any selection tolerates noise"


def made(name: str, n: int, *assumed: Any) -> Plan:
    toy = theorem(name, rests_on=assumed)
    return Plan(F(1, 32), GuessBound(toy, F(9, 20), Tries(n), Rate(F(1, 2)), Enclosure.of(F(1, 32))))


def test_the_best_plans() -> None:
    """None that another beats with no more assumed."""
    a, b, c = WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS
    all_, less = made("all", 5, a, b, c), made("less", 7, a, b)
    assert best_plans([]) == []
    assert best_plans([less, all_]) == [all_, less]
    assert best_plans([made("worse", 6, a, b, c), all_, made("longer", 8, a, b), less]) == [all_, less]
    assert best_plans([made("more", 8, a, b, c), less]) == [less]
    assert best_plans([all_, made("other", 6, c)]) != [all_]
    aside, other = made("aside", 5, a, b), made("other", 6, a, c)
    assert best_plans([other, aside]) == [aside, other]
    same = made("same", 7, b, a)
    assert best_plans([less, same]) == [less]


def test_bounds() -> None:
    """[R5.57] from the best numbers, or from one certificate."""
    toy = theorem()
    found = bound(F(9, 20), Tries(3), theorem=toy)
    assert (found.theorem, found.epsilon, found.size, found.numbers) == (toy, F(9, 20), Tries(3), Rate(F(1, 2)))
    assert found.excess.upper() == F(1, 32)
    named = bound(F(9, 20), Tries(3), theorem=toy, family="1/3")
    assert named.numbers == Rate(F(1, 3))
    with precision(512):
        width = named.excess.upper() - named.excess.lower()
        assert F(1, 2**300) < width < F(1, 2**240)
        assert named.excess.lower() <= F(1, 108) <= named.excess.upper()
    assert bound(F(9, 20), Tries(3), theorem=toy, supply=Rates((F(3, 4),))).numbers == Rate(F(3, 4))
    assert refusal(partial(bound, F(3, 5), Tries(3), theorem=toy)).startswith("[R1.4]")
    words = "the theorem toy is not about sizes of the kind GridSize"
    assert refusal(partial(bound, F(9, 20), GridSize(1, 1), theorem=toy)) == words
    with pytest.raises(UncertifiedError, match="no certificate has the rate 1/7"):
        bound(F(9, 20), Tries(3), theorem=theorem(best=lambda supply, epsilon, size: Rate(F(1, 7))))
