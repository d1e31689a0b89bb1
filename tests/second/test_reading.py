"""How the second checker reads values, at the ends of what chapter 6 allows [R6.1]-[R6.26]."""

from collections.abc import Callable

import pytest

from freebit.boxes.game import GhzGame, MerminGame
from freebit.second import reading
from freebit.second.reading import ReadingError

LONGEST = 1 << 24
DEEPEST = 32
LARGEST = 1 << 1024


def refusal(read: Callable[..., object], *arguments: object) -> tuple[str, str]:
    """The rule and the place that the reader names."""
    with pytest.raises(ReadingError) as caught:
        read(*arguments)
    error = caught.value
    assert str(error) == f"[{error.rule}] at {error.place}: {error.message}"
    return error.rule, error.place


# From bytes to values.


def test_a_document_has_at_most_16_megabytes() -> None:
    """[R6.2]"""
    assert reading.json_of(b"7".ljust(LONGEST)) == 7
    assert refusal(reading.json_of, b"7".ljust(LONGEST + 1)) == ("R6.2", "file")


@pytest.mark.parametrize(("before", "after"), [("[", "]"), ('{"a":', "}")])
def test_values_nest_at_most_32_deep(before: str, after: str) -> None:
    """[R6.3]"""

    def nested(depth: int, innermost: str) -> bytes:
        return (before * depth + innermost + after * depth).encode()

    value = reading.json_of(nested(DEEPEST, "3"))
    for _ in range(DEEPEST):
        assert isinstance(value, list | dict)
        (value,) = value.values() if isinstance(value, dict) else value
    assert value == 3
    for depth in (DEEPEST + 1, DEEPEST + 2, 100_000):
        assert refusal(reading.json_of, nested(depth, "3")) == ("R6.3", "file")
    assert refusal(reading.json_of, nested(DEEPEST, "{}")) == ("R6.3", "file")
    assert refusal(reading.json_of, nested(DEEPEST, "[]")) == ("R6.3", "file")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'["\xff"]', "byte 2"),
        (b"[1,\n 2", "line 2, column 3"),
        (b"", "line 1, column 1"),
        (b"[01]", "line 1, column 3"),
        (b"[1] 2", "line 1, column 5"),
    ],
)
def test_what_is_no_json_is_refused(data: bytes, place: str) -> None:
    """[R6.1]"""
    assert refusal(reading.json_of, data) == ("R6.1", place)


def test_no_key_stands_twice_in_one_object() -> None:
    """[R6.4]"""
    assert reading.json_of(b'[{"a": 1, "b": {"a": 2}}, {"a": 3}]') == [{"a": 1, "b": {"a": 2}}, {"a": 3}]
    assert refusal(reading.json_of, b'{"b": 1, "a": 1, "a": 1}') == ("R6.4", 'key "a"')
    assert refusal(reading.json_of, b'{"a": 1, "a": 1, "a": 1, "b": 1, "b": 1}') == ("R6.4", 'key "a"')


@pytest.mark.parametrize("literal", ["0", "7", "10", "123456789012345", "9" * 15])
def test_counts_are_read(literal: str) -> None:
    """[R6.5]"""
    assert reading.json_of(literal.encode()) == int(literal)


@pytest.mark.parametrize("literal", ["-1", "-0", "1" + "0" * 15, "1.0", "1e2", "NaN", "Infinity", "-Infinity"])
def test_other_numbers_are_refused(literal: str) -> None:
    """[R6.5]"""
    assert refusal(reading.json_of, f"[{literal}]".encode()) == ("R6.5", f'number "{literal}"')


def test_words_of_the_file_are_shown_shortened_and_in_ascii() -> None:
    assert reading.quoted("é") == '"\\u00e9"'
    assert reading.quoted("a" * 39) == f'"{"a" * 39}"'
    for end in ("bcde", "bcdef", "b" * 100):
        assert reading.quoted("a" * 36 + end) == f'"{"a" * 36}..."'


# Forms of values.


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (reading.table, [{}, {"a": 1}], [[], "a", 1, None]),
        (reading.sequence, [[], [1]], [{}, "a", 1, None]),
        (reading.text, ["", "a"], [[], {}, 1, None]),
        (reading.count, [0, 1, 999_999_999_999_999], [True, False, "1", None, [1]]),
    ],
)
def test_plain_forms(read: Callable[[object, str], object], good: list[object], bad: list[object]) -> None:
    """[R6.6]"""
    for value in good:
        assert read(value, "here") is value
    for value in bad:
        assert refusal(read, value, "here") == ("R6.6", "here")


def test_records_have_the_keys_that_are_needed_and_no_others() -> None:
    """[R6.9], [R6.10]"""
    found = {"a": 1, "b": 2}
    assert reading.record(found, "here", ("a", "b")) is found
    assert reading.record(found, "here", ("a",), ("b", "c")) is found
    assert reading.record({}, "here", (), ("b",)) == {}
    assert refusal(reading.record, found, "here", ("a", "b", "c")) == ("R6.9", "here")
    assert refusal(reading.record, found, "here", ("c",)) == ("R6.9", "here")
    assert refusal(reading.record, found, "here", ("a",)) == ("R6.10", "here")
    assert refusal(reading.record, found, "here", ("a",), ("c",)) == ("R6.10", "here")
    assert refusal(reading.record, [], "here", ()) == ("R6.6", "here")


def test_words_are_those_given() -> None:
    """[R6.6], [R6.7]"""
    assert reading.word("b", "here", ("a", "b")) == "b"
    assert refusal(reading.word, "c", "here", ("a", "b")) == ("R6.6", "here")
    assert refusal(reading.word, "c", "here", ("a", "b"), "R6.7") == ("R6.7", "here")
    assert refusal(reading.word, 1, "here", ("a", "b"), "R6.7") == ("R6.6", "here")


def test_bit_strings() -> None:
    """[R6.13]"""
    assert reading.bits("011", "here", 3) == "011"
    assert reading.bits("111", "here", 3) == "111"
    assert reading.bits("", "here", 0) == ""
    for word in ("01", "0110", "012", "0 1", "-11", "٠١١"):
        assert refusal(reading.bits, word, "here", 3) == ("R6.13", "here")


@pytest.mark.parametrize("rational", ["0", "-7", "12", "1/2", "-3/20", "10/9", "1" * 512, f"1/1{'0' * 509}"])
def test_canonical_rationals(rational: str) -> None:
    """[R6.11], [R6.12]"""
    assert reading.canonical_rational(rational, "here") == rational


@pytest.mark.parametrize(
    "rational",
    ["", "-0", "00", "01", "-01", "1/0", "1/02", "1/1", "2/4", "9/6", "0/2", "-2/2", "1/-2", "+1", "1.5", "1/2/3", "١"],
)
def test_other_spellings_are_refused(rational: str) -> None:
    """[R6.11]"""
    assert refusal(reading.canonical_rational, rational, "here") == ("R6.11", "here")


@pytest.mark.parametrize(
    ("rational", "fault"),
    [
        ("1.5", '"1.5" is not p or p/q in decimal digits'),
        ("2/4", '"2/4" is not in lowest terms with q > 1'),
        ("1" * 513, f'"{"1" * 36}..." has more than 512 symbols'),
    ],
)
def test_a_rational_is_refused_with_the_reason(rational: str, fault: str) -> None:
    with pytest.raises(ReadingError) as caught:
        reading.canonical_rational(rational, "here")
    assert caught.value.message == fault


def test_a_rational_has_at_most_512_symbols() -> None:
    """[R6.12]"""
    assert refusal(reading.canonical_rational, "1" * 513, "here") == ("R6.12", "here")
    assert refusal(reading.canonical_rational, "x" * 513, "here") == ("R6.12", "here")
    assert refusal(reading.canonical_rational, "x" * 512, "here") == ("R6.11", "here")


def test_games_have_at_most_nine_parties_or_so_many_as_a_kind_allows() -> None:
    """[R6.16]"""
    assert reading.game({"name": "mermin", "parties": 9}, "here") == MerminGame(9)
    assert reading.game({"name": "ghz", "parties": 2}, "here") == GhzGame(2)
    assert reading.game({"name": "ghz", "parties": 3}, "here", 3) == GhzGame(3)
    for name, parties, most in (("ghz", 10, 9), ("mermin", 11, 9), ("ghz", 4, 3), ("ghz", 1, 9), ("mermin", 4, 9)):
        assert refusal(reading.game, {"name": name, "parties": parties}, "here", most) == ("R6.16", "here")
    assert refusal(reading.game, {"name": "chsh", "parties": 2}, "here") == ("R6.16", "here")
    assert refusal(reading.game, {"name": 1, "parties": 2}, "here") == ("R6.6", "here/name")
    assert refusal(reading.game, {"name": "ghz", "parties": "2"}, "here") == ("R6.6", "here/parties")


def test_parties_are_counted_from_1() -> None:
    """[R6.15]"""
    assert [reading.party(number, "here", 3) for number in (1, 2, 3)] == [1, 2, 3]
    for number in (0, 4):
        assert refusal(reading.party, number, "here", 3) == ("R6.15", "here")


def test_triples_are_three_parties() -> None:
    """[R6.6], [R6.15]"""
    assert reading.triple([3, 1, 1], "here", 3) == (3, 1, 1)
    for listed in ([], [1, 2], [1, 2, 3, 1]):
        assert refusal(reading.triple, listed, "here", 3) == ("R6.6", "here")
    for i in range(3):
        listed = [1, 1, 1]
        listed[i] = 4
        assert refusal(reading.triple, listed, "here", 3) == ("R6.15", f"here/{i}")


# Tables of rationals.


def test_a_common_denominator_has_at_most_1024_bits() -> None:
    """[R6.17]"""
    # Each is short enough to be written, and the two powers have no common divisor.
    two, three, five = 1 << 512, 3**323, 5**2
    assert two * three < LARGEST <= two * three * five
    table: dict[str, object] = {"a": f"1/{two}", "b": f"-1/{three}", "c": "0", "d": f"1/{two // 2}"}
    assert reading.numbers(table, "here") == table
    assert refusal(reading.numbers, table | {"e": f"1/{five}"}, "here") == ("R6.17", "here")
    assert reading.numbers({}, "here") == {}
    assert refusal(reading.numbers, {"a": "1", "b": "2/2"}, "here") == ("R6.11", "here/b")
    assert reading.numbers({"a": f"1/{two}", "b": f"1/{two // 2 - 1}"}, "here")
    assert refusal(reading.numbers, {"a": f"1/{two}", "b": f"1/{two + 1}"}, "here") == ("R6.17", "here")
    powers: dict[str, object] = {"a": f"1/{two}", "b": f"1/{3 * two}"}
    assert reading.numbers(powers, "here") == powers


def test_a_denominator_of_1025_bits_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.17] 2^1024 itself has 1025 bits; with a bound of 5 bits 32 is refused, and 31 is not."""
    assert reading.LARGEST_DENOMINATOR == LARGEST
    monkeypatch.setattr(reading, "LARGEST_DENOMINATOR", 32)
    assert reading.numbers({"a": "1/31"}, "here") == {"a": "1/31"}
    assert reading.numbers({"a": "1/2", "b": "1/15"}, "here") == {"a": "1/2", "b": "1/15"}
    assert refusal(reading.numbers, {"a": "1/32"}, "here") == ("R6.17", "here")
    assert refusal(reading.numbers, {"a": "1/3", "b": "1/11"}, "here") == ("R6.17", "here")


def test_vectors_are_by_entry() -> None:
    """[R6.14]"""
    assert reading.vector({"010|111": "1/2", "000|000": "0"}, "here", 3) == {"010|111": "1/2", "000|000": "0"}
    for key in ("01|01", "0101|0101", "010,111", "012|000", "010|11", "010|1111", "010|111\n", "٠10|111"):
        assert refusal(reading.vector, {key: "1"}, "here", 3) == ("R6.14", f"here/{reading.quoted(key)[1:-1]}")
    assert refusal(reading.vector, {"010|111": "2/4"}, "here", 3) == ("R6.11", "here/010|111")


def test_rows_are_by_input() -> None:
    """[R6.13]"""
    assert reading.row({"010": "1/2", "111": "0"}, "here", 3) == {"010": "1/2", "111": "0"}
    for key in ("01", "0101", "01-", "é"):
        assert refusal(reading.row, {key: "1"}, "here", 3) == ("R6.13", f"here/{reading.quoted(key)[1:-1]}")
    assert refusal(reading.row, {"010": 1}, "here", 3) == ("R6.6", "here/010")


def test_types_have_all_parties() -> None:
    """[R6.25]"""
    found = {"1,2|0,1": "1/2", "0,0|4,0": "-1", "0,0|0,4": "0"}
    assert reading.by_type(found, "here", 4) == {(1, 2, 0, 1): "1/2", (0, 0, 4, 0): "-1", (0, 0, 0, 4): "0"}
    assert reading.by_type({"10,0|0,22": "1"}, "here", 32) == {(10, 0, 0, 22): "1"}
    for key in ("1,1|1,0", "2,1|1,1", "1,1,1,1", "01,1|1,1", "1,2|0", "-1,2|2,1", "", "1,2|0,1\n", "é"):
        assert refusal(reading.by_type, {key: "1"}, "here", 4) == ("R6.25", f"here/{reading.quoted(key)[1:-1]}")


def test_correlators_name_some_parties() -> None:
    """[R6.18]; in some tables all parties may be left out."""
    found = {"-0-": "1/2", "111": "0", "--1": "1", "-01": "1/3"}
    assert reading.by_correlator(found, "here", 3) == found
    for key in ("---", "-0", "-0--", "-0+", "é--"):
        assert refusal(reading.by_correlator, {key: "1"}, "here", 3) == (
            "R6.18",
            f"here/{reading.quoted(key)[1:-1]}",
        )
    assert reading.by_correlator({"---": "1"}, "here", 3, all_may_be_left_out=True) == {"---": "1"}
    with pytest.raises(ReadingError, match=r"\[R6\.18\] at here/--:"):
        reading.by_correlator({"--": "1"}, "here", 3, all_may_be_left_out=True)
