"""Text from elsewhere is printed on one line, in symbols that can be seen [R6.46]."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.texts import escaped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with blanks and [markup] :smile:", "plain, with blanks and [markup] :smile:"),
        ("\u03b5 <= 1/2", "\u03b5 <= 1/2"),
        ("a\nLemma: PROVED", r"a\nLemma: PROVED"),
        ("a\rb\tc", r"a\rb\tc"),
        ("\x1b[2J\x1b]0;x\x07", r"\x1b[2J\x1b]0;x\x07"),
        ("\x9b2J", r"\x9b2J"),
        ("\u202edevorp", r"\u202edevorp"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("\ud800 \udcff", r"\ud800 \udcff"),
        ("\U000e0041", r"\U000e0041"),
        ("no\u00a0break", r"no\xa0break"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    """[R6.46]"""
    assert escaped(text) == shown


@given(st.text(st.characters(codec=None)))
def test_whatever_is_shown_is_one_line_without_controls(text: str) -> None:
    """[R6.46]"""
    shown = escaped(text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(symbol) for symbol in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert escaped(shown) == shown
