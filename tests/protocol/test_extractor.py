"""The functions f of step 5 [R4.23]-[R4.25], [R6.34]."""

import pytest

from freebit.boxes.bits import all_bits, parity
from freebit.protocol.extractor import Extractor, NamedFunction, TruthTable, Xor, extractor_described


def test_xor() -> None:
    """[R4.23]"""
    assert [Xor()(word) for word in all_bits(2)] == [0, 1, 1, 0]


def test_a_truth_table_is_indexed_with_column_1_most_significant() -> None:
    """[R4.24] entry 1 is f(0, 1), not f(1, 0)."""
    table = TruthTable((0, 1, 0, 0))
    table.check(2)
    assert table((0, 1)) == 1
    assert table((1, 0)) == 0


@pytest.mark.parametrize(("length", "nd"), [(4, 1), (4, 3), (3, 2), (0, 1)])
def test_a_truth_table_has_the_right_length(length: int, nd: int) -> None:
    """[R4.24]"""
    with pytest.raises(ValueError, match=rf"R4\.24.* {length} entries"):
        TruthTable((0,) * length).check(nd)


def test_a_truth_table_is_not_too_long() -> None:
    """[R4.24]"""
    TruthTable((0,) * 2**20).check(20)
    with pytest.raises(ValueError, match=r"R4\.24.*at most 20"):
        TruthTable((0, 1)).check(21)


def test_a_named_function_has_a_name_and_gives_a_bit() -> None:
    """[R4.25]"""
    with pytest.raises(ValueError, match=r"R4\.25"):
        NamedFunction("", parity).check(3)
    with pytest.raises(ValueError, match=r"R4\.25.*'sum'"):
        NamedFunction("sum", sum)((1, 1))
    assert NamedFunction("parity", parity)((1, 1, 1)) == 1
    assert NamedFunction("parity", parity)((1, 0, 1)) == 0


@pytest.mark.parametrize("f", [Xor(), TruthTable((0, 1, 1, 0)), NamedFunction("parity", parity)])
def test_descriptions_are_read_back(f: Extractor) -> None:
    """[R6.34]"""
    assert extractor_described(f.description(), {"parity": parity}) == f


@pytest.mark.parametrize(
    "description",
    [
        {},
        {"kind": "and"},
        {"kind": "xor", "values": "01"},
        {"kind": "table"},
        {"kind": "table", "values": "012"},
        {"kind": "table", "values": 3},
        {"kind": "named", "name": "unknown"},
        {"kind": 1},
    ],
)
def test_other_descriptions_are_refused(description: dict[str, object]) -> None:
    """[R6.34]"""
    with pytest.raises(ValueError, match=r"R6\.34|not a bit"):
        extractor_described(description, {"parity": parity})


@pytest.mark.parametrize("left_out", ["__call__", "check", "description"])
def test_what_lacks_a_part_is_no_function(left_out: str) -> None:
    """[R4.23] to [R4.25], [R6.34] it is called, it checks Nd, and it has a name in files."""
    parts = {name: getattr(Xor, name) for name in ("__call__", "check", "description")}
    assert type("Whole", (Extractor,), parts)()((1, 0)) == 1
    parts.pop(left_out)
    with pytest.raises(TypeError, match=left_out):
        type("Half", (Extractor,), parts)()
