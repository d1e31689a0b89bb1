"""Tables as the pages of docs/ hold them."""

from collections.abc import Iterable, Sequence


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown, without a last line feed."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines).replace("|  |", "| |").replace(" --- ", "---")


def power(figure: float) -> str:
    """A figure with two digits, such as 1.9 10^9."""
    mantissa, exponent = f"{figure:.1e}".split("e")
    return f"{mantissa} 10^{int(exponent)}"


def two_digits(figure: float) -> str:
    """A figure rounded to two digits, without an exponent."""
    return f"{float(f'{figure:.2g}'):g}" if figure < 10**6 else power(figure)
