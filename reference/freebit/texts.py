"""Text that came from elsewhere, made fit to be printed [R6.46]."""


def escaped(text: str) -> str:
    """The text on one line, with every symbol that is not printable written as a Python escape.

    Line ends, escape sequences, controls of the direction of writing, invisible symbols and halves of pairs are not
    printable; what is left can neither begin a line nor command a terminal.
    """
    if text.isprintable():
        return text
    return "".join(
        symbol if symbol.isprintable() else symbol.encode("unicode_escape", "surrogatepass").decode("ascii")
        for symbol in text
    )
