"""Questions of which one value is not of the form that the table of 7 asks for: chapter 6, key by key.

Each row of ``QUESTIONS`` is a vector that is accepted and the form of each of its keys; what breaks a form is made
from the form alone.
"""

from pathlib import Path
from typing import Any

from conformance.generate.builder import Group

#: Forms of values: what breaks them, each with its rule and in words.
BROKEN: dict[str, tuple[tuple[str, Any, str, str], ...]] = {
    "count": (
        ("text", "1", "R6.6", "a string in place of a number"),
        ("false", False, "R6.6", "a truth value in place of a number"),
        ("list", [1], "R6.6", "a list in place of a number"),
        ("negative", -1, "R6.5", "a number with a sign"),
        ("sixteen", 10**15, "R6.5", "a number of sixteen digits"),
        ("2-53", 2**53 + 1, "R6.5", "2^53 + 1, of sixteen digits"),
        ("2-64", 2**64, "R6.5", "2^64, of twenty digits"),
    ),
    "bits": (
        ("number", 1, "R6.6", "a number in place of a bit string"),
        ("list", ["0", "1"], "R6.6", "a list in place of a bit string"),
        ("two", "2", "R6.13", "the symbol 2"),
        ("blank", " ", "R6.13", "a blank"),
        ("line", "0\n", "R6.13", "a line feed at the end"),
        ("wide", "\uff10", "R6.13", "a full-width digit"),
    ),
    "word": (
        ("number", 1, "R6.6", "a number in place of a word"),
        ("list", [], "R6.6", "a list in place of a word"),
        ("empty", "", "R6.6", "the empty word"),
        ("unknown", "nobody", "R6.6", "an unknown word"),
        ("property", "constructor", "R6.6", "a word that is a property of objects in some languages"),
    ),
    "text": (("number", 1, "R6.6", "a number in place of a string"), ("list", ["0"], "R6.6", "a list in place of a string")),
    "rational": (
        ("number", 1, "R6.6", "a number in place of a rational"),
        ("list", ["1"], "R6.6", "a list in place of a rational"),
        ("empty", "", "R6.11", "the empty string"),
        ("terms", "2/4", "R6.11", "not in lowest terms"),
        ("over-1", "1/1", "R6.11", "a denominator of 1"),
        ("over-0", "1/0", "R6.11", "a denominator of 0"),
        ("minus-0", "-0", "R6.11", "a minus sign before 0"),
        ("plus", "+1/3", "R6.11", "a plus sign"),
        ("zeros", "01/3", "R6.11", "a leading zero"),
        ("zeros-below", "1/03", "R6.11", "a leading zero below"),
        ("minus-below", "1/-3", "R6.11", "a minus sign below"),
        ("point", "0.5", "R6.11", "a decimal point"),
        ("exponent", "1e0", "R6.11", "an exponent"),
        ("blank", "1/3 ", "R6.11", "a blank at the end"),
        ("blank-before", " 1/3", "R6.11", "a blank at the beginning"),
        ("line", "1/3\n", "R6.11", "a line feed at the end"),
        ("bars", "1/2/3", "R6.11", "two bars"),
        ("long", "1/" + "3" * 511, "R6.12", "513 symbols"),
    ),
    "object": (
        ("list", [], "R6.6", "a list in place of an object"),
        ("text", "", "R6.6", "a string in place of an object"),
        ("number", 0, "R6.6", "a number in place of an object"),
    ),
    "list": (
        ("object", {}, "R6.6", "an object in place of a list"),
        ("text", "", "R6.6", "a string in place of a list"),
        ("number", 0, "R6.6", "a number in place of a list"),
    ),
    "game": (
        ("list", [], "R6.6", "a list in place of a game"),
        ("no-name", {"name": None}, "R6.9", "no name"),
        ("no-parties", {"parties": None}, "R6.9", "no parties"),
        ("surplus", {"outputs": 2}, "R6.10", "an unknown key"),
        ("number-name", {"name": 1}, "R6.6", "a number in place of the name"),
        ("ten", {"name": "ghz", "parties": 10}, "R6.16", "ten parties"),
        ("eleven", {"name": "mermin", "parties": 11}, "R6.16", "eleven parties"),
        ("even", {"name": "mermin", "parties": 4}, "R6.16", "an even number of parties"),
        ("one", {"name": "mermin", "parties": 1}, "R6.16", "one party"),
        ("zero", {"name": "ghz", "parties": 0}, "R6.16", "no party"),
        ("other", {"name": "chess"}, "R6.16", "an unknown game"),
    ),
}  # fmt: skip
#: Lists of what, and what is then wrong in one of their elements.
ELEMENTS = {"words": "bits", "rationals": "rational", "counts": "count"}

#: A vector, its operation, and the form of each key; "?" before the form of one that may be absent.
QUESTIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("strings-3", "strings", {"length": "count"}),
    ("coefficient-ghz-00-11", "coefficient", {"game": "game", "a": "bits", "x": "bits"}),
    ("inputs-3", "inputs", {"game": "game"}),
    ("majority-10001-135", "majority", {"bits": "bits", "triple": "?list"}),
    ("box-coin", "box", {"parties": "count", "entries": "object"}),
    ("loss-three", "loss", {"game": "game", "entries": "object"}),
    ("marginal-1-3", "marginal", {"parties": "count", "entries": "object", "of": "counts"}),
    ("product-order", "product", {"left": "object", "right": "object"}),
    ("named-pr", "named-box", {"name": "word"}),
    ("named-deterministic", "named-box", {"name": "word", "outputs_for_0": "bits", "outputs_for_1": "bits"}),
    ("named-uniform", "named-box", {"name": "word", "parties": "count"}),
    ("named-ghz-3", "named-box", {"name": "word", "parties": "count"}),
    ("named-fixed-1-0", "named-box", {"name": "word", "game": "game", "party": "count", "value": "bits"}),
    ("relabel-exchange", "relabel",
     {"game": "game", "s": "bits", "t": "bits", "c": "bits", "order": "counts", "a": "bits", "x": "bits"}),
    ("source-fair", "source", {"bits": "count", "entries": "object", "epsilon": "rational"}),
    ("largest-epsilon-fair", "largest-epsilon", {"bits": "count", "entries": "object"}),
    ("joint-bounds-pair", "joint-bounds", {"bits": "count", "entries": "object", "lower": "rationals", "upper": "rationals"}),
    ("epsilon-bias", "epsilon", {"bias": "rational"}),
    ("epsilon-rate-1", "epsilon", {"rate": "rational"}),
    ("named-source-biased", "named-source", {"name": "word", "bits": "count", "epsilon": "rational"}),
    ("named-source-defeating", "named-source", {"name": "word", "bits": "count", "epsilon": "rational", "f": "bits"}),
    ("named-source-guessed", "named-source", {"name": "word", "bits": "count", "epsilon": "rational"}),
    ("named-source-markov", "named-source", {"name": "word", "bits": "count", "flip": "rational"}),
    ("weak-bits-nist", "weak-bits", {"hex": "text", "encoding": "word", "stride": "count"}),
    ("parameters-column", "parameters",
     {"nd": "count", "epsilon": "rational", "log2_nb": "count", "selection": "?word", "tolerance": "?count"}),
    ("parameters-nb", "parameters", {"nd": "count", "epsilon": "rational", "nb": "count"}),
    ("parameters-more", "parameters", {"nd": "count", "epsilon": "rational", "log2_nb": "count", "quintuplets": "?count"}),
    ("parameters-c-5/2", "parameters", {"nd": "count", "epsilon": "rational", "log2_nb": "count", "c": "?rational"}),
    ("keep-c-2", "keep", {"inputs": "words", "c": "?rational"}),
    ("arrange-column-apart", "arrange",
     {"nd": "count", "log2_nb": "count", "selection": "word", "kept": "counts", "bits": "bits"}),
    ("test-column-at-w", "test",
     {"nd": "count", "log2_nb": "count", "selection": "word", "l": "counts", "inputs": "words", "outputs": "words",
      "tolerance": "?count"}),
    ("distil-seven", "distil", {"outputs": "words"}),
    ("run-exact", "run", {"parameters": "object", "source": "bits", "outputs": "words"}),
    ("replay-row", "replay", {"parameters": "object", "inputs": "words", "outputs": "words", "l": "bits"}),
    ("guess-perfect", "guess", {"tables": "object"}),
    ("kappa-own", "kappa", {"game": "game", "beta": "object"}),
    ("family-rate-all", "family-rate", {"alpha": "rational", "kappa": "rationals", "epsilon": "rational"}),
    ("bound-column", "bound",
     {"theorem": "word", "epsilon": "rational", "nd": "count", "log2_nb": "count", "alpha": "rational", "kappa": "rationals"}),
    ("bound-paper-one", "bound",
     {"theorem": "word", "epsilon": "rational", "nd": "count", "log2_nb": "count", "A": "rational", "B": "rational"}),
    ("bound-column-w", "bound", {"theorem": "word", "epsilon": "rational", "nd": "count", "log2_nb": "count",
                                 "alpha": "rational", "kappa": "rationals", "tolerance": "?count"}),
    ("words-0-0-0", "words", {"seed": "text", "stream": "count", "chunk": "count", "count": "count"}),
    ("sample-free", "sample-source", {"name": "word", "seed": "text", "count": "count"}),
    ("sample-biased-1-4", "sample-source", {"name": "word", "epsilon": "rational", "seed": "text", "count": "count"}),
    ("sample-markov-1-4", "sample-source", {"name": "word", "flip": "rational", "seed": "text", "count": "count"}),
    ("device-ghz", "sample-device", {"name": "word", "seed": "text", "inputs": "words"}),
    ("device-depolarised", "sample-device", {"name": "word", "noise": "rational", "seed": "text", "inputs": "words"}),
    ("device-box", "sample-device", {"name": "word", "box": "object", "seed": "text", "inputs": "words"}),
)  # fmt: skip
#: Limits of single keys, and forms that only one key has.
SINGLE: tuple[tuple[str, str, dict[str, Any], str, str], ...] = (
    ("strings-3", "strings", {"length": 17}, "R6.6", "seventeen bits, one more than allowed"),
    ("majority-10001-135", "majority", {"triple": [1, 2]}, "R6.6", "two parties"),
    ("majority-10001-135", "majority", {"triple": [1, 2, 3, 4]}, "R6.6", "four parties"),
    ("majority-10001-135", "majority", {"triple": [5, 1, 5]}, "R6.15", "party 5 first and last"),
    ("box-coin", "box", {"parties": 0}, "R6.16", "no party"),
    ("box-coin", "box", {"parties": 10}, "R6.16", "ten parties"),
    ("named-uniform", "named-box", {"parties": 7}, "R6.16", "seven parties, one more than a named box may have"),
    ("named-uniform", "named-box", {"parties": 0}, "R6.16", "no party"),
    ("named-ghz-3", "named-box", {"parties": 7}, "R6.16", "seven parties, one more than a named box may have"),
    ("named-deterministic", "named-box", {"outputs_for_0": "0000000", "outputs_for_1": "0000000"}, "R6.16", "seven parties"),
    ("named-deterministic", "named-box", {"outputs_for_0": "", "outputs_for_1": ""}, "R6.16", "no party"),
    ("named-deterministic", "named-box", {"outputs_for_1": "111"}, "R6.13", "outputs of three parties beside two"),
    ("named-fixed-1-0", "named-box", {"party": 0}, "R6.15", "there is no party 0"),
    ("named-fixed-1-0", "named-box", {"party": 4}, "R6.15", "there is no party 4 of 3"),
    ("named-fixed-1-0", "named-box", {"value": "00"}, "R6.13", "two bits in place of one"),
    ("relabel-exchange", "relabel", {"order": [2, 1, 3, 4]}, "R6.15", "the order names four of five"),
    ("relabel-exchange", "relabel", {"order": [2, 1, 3, 4, 6]}, "R6.15", "there is no party 6"),
    ("relabel-exchange", "relabel", {"order": [0, 1, 2, 3, 4]}, "R6.15", "there is no party 0"),
    ("source-fair", "source", {"bits": 11}, "R6.6", "eleven bits, one more than allowed"),
    ("joint-bounds-pair", "joint-bounds", {"lower": ["1/4"]}, "R6.6", "no lower bound for two bits"),
    ("joint-bounds-pair", "joint-bounds", {"upper": ["3/4", "3/8", "1/8"]}, "R6.6", "an upper bound for three bits of two"),
    ("epsilon-bias", "epsilon", {"rate": "1"}, "R6.10", "both a bias and a rate"),
    ("parameters-nb", "parameters", {"log2_nb": 3}, "R6.10", "both log2_nb and nb"),
    ("weak-bits-nist", "weak-bits", {"hex": "0"}, "R6.6", "half a byte"),
    ("weak-bits-nist", "weak-bits", {"hex": "0A"}, "R6.6", "an upper-case digit"),
    ("weak-bits-nist", "weak-bits", {"hex": "0g"}, "R6.6", "no hexadecimal digit"),
    ("weak-bits-nist", "weak-bits", {"hex": "00 01"}, "R6.6", "a blank between bytes"),
    ("keep-c-2", "keep", {"inputs": []}, "R6.6", "no quintuplet"),
    ("distil-seven", "distil", {"outputs": []}, "R6.6", "no cell"),
    ("arrange-column-apart", "arrange", {"kept": [1, 2, 3]}, "R6.6", "three quintuplets for four cells"),
    ("arrange-column-apart", "arrange", {"log2_nb": 17}, "R6.33", "log2 Nb = 17, one more than allowed"),
    ("test-column-at-w", "test", {"log2_nb": 17}, "R6.33", "log2 Nb = 17, one more than allowed"),
    ("test-column-at-w", "test", {"l": [1]}, "R6.6", "one row for two columns"),
    ("test-column-at-w", "test", {"l": [1, 1, 1]}, "R6.6", "three rows for two columns"),
    ("test-column-at-w", "test", {"l": [0, 1]}, "R6.6", "there is no row 0"),
    ("test-column-at-w", "test", {"l": [1, 0]}, "R6.6", "there is no row 0, in the last column"),
    ("test-column-at-w", "test", {"l": [5, 1]}, "R6.6", "there is no row 5 of 4"),
    ("test-column-at-w", "test", {"l": [1, 5]}, "R6.6", "there is no row 5 of 4, in the last column"),
    ("bound-column", "bound", {"nd": 10001}, "R6.6", "Nd = 10001, one more than allowed"),
    ("bound-column", "bound", {"log2_nb": 65}, "R6.33", "log2 Nb = 65"),
    ("bound-column", "bound", {"A": "1"}, "R6.10", "a number of eq (13)"),
    ("bound-paper-one", "bound", {"alpha": "1"}, "R6.10", "a number of a family"),
    ("words-0-0-0", "words", {"seed": ""}, "R6.6", "no digit"),
    ("words-0-0-0", "words", {"seed": "-1"}, "R6.6", "a sign"),
    ("words-0-0-0", "words", {"seed": "01"}, "R6.6", "a leading zero"),
    ("words-0-0-0", "words", {"seed": "1 "}, "R6.6", "a blank"),
    ("words-0-0-0", "words", {"seed": "0x1"}, "R6.6", "a hexadecimal number"),
    ("words-0-0-0", "words", {"count": 2**20 + 1}, "R6.6", "2^20 + 1 words"),
    ("sample-free", "sample-source", {"count": 2**20 + 1}, "R6.6", "2^20 + 1 bits"),
    ("sample-free", "sample-source", {"epsilon": "1/4"}, "R6.10", "free bits have no epsilon"),
    ("sample-markov-1-4", "sample-source", {"epsilon": "1/4"}, "R6.10", "a chain has no epsilon"),
    ("sample-biased-1-4", "sample-source", {"flip": "1/4"}, "R6.10", "a biased source has no flip"),
    ("device-ghz", "sample-device", {"noise": "0"}, "R6.10", "this device has no noise"),
    ("named-source-biased", "named-source", {"f": "0110"}, "R6.10", "this source has no f"),
    ("named-source-biased", "named-source", {"bits": 11}, "R6.6", "eleven bits"),
    ("named-source-defeating", "named-source", {"f": "01"}, "R6.13", "a truth table of two rows for two bits"),
)  # fmt: skip
#: Entries of boxes, as in R6.14.
KEYS = ("", "|", "0", "00|", "|00", "0,0", "0|0|0", "0|2", "2|0", "0 |0", "0|0\n", "00|0", "0|00", "0|-", "O|0")


#: Of these the rule alone is broken: put right they are accepted, as the tests of isolation find [R7.25].
ISOLATED = frozenset((Path(__file__).parent / "isolated.txt").read_text().split())


#: Asked elsewhere already, or equal to their base where 0 is equal to false.
LEFT_OUT = frozenset(
    {
        "question-inputs-3-game-even",
        "question-inputs-3-game-one",
        "question-inputs-3-game-ten",
        "question-box-entry-terms",
        "question-epsilon-rate-1-no-rate",
        "question-words-0-0-0-stream-false",
    }
)


def _ways(op: str, form: str, seen: set[tuple[str, str]]) -> tuple[tuple[str, Any, str, str], ...]:
    """All that breaks a form where an operation has it first, and little where it has it again."""
    again = (op, form) in seen
    seen.add((op, form))
    return BROKEN[form][:: 4 if again else 1]


def questions() -> Group:
    group = Group("questions")
    seen: set[tuple[str, str]] = set()
    for base, op, forms in QUESTIONS:

        def bad(name: str, patch: dict[str, Any], rule: str, why: str, base: str = base, op: str = op) -> None:
            label = f"question-{base}-{name}".replace("/", "-").replace("_", "-")
            group.unreadable(label, base, {"merge": patch}, rule, why, op=op, isolated=label in ISOLATED)

        for key, form in forms.items():
            wanted = form.lstrip("?")
            if wanted == form:
                bad(f"no-{key}", {key: None}, "R6.9", f"no {key}")
            element = ELEMENTS.get(wanted)
            for name, value, rule, why in _ways(op, "list" if element else wanted, seen):
                bad(f"{key}-{name}", {key: value}, rule, f"{key}: {why}")
            if element:
                for name, value, rule, why in _ways(op, element, seen):
                    bad(f"{key}-of-{name}", {key: [value]}, rule, f"{key}: {why}")
        bad("surplus", {"surplus": "0"}, "R6.10", "an unknown key")
    for number, (base, op, patch, rule, why) in enumerate(SINGLE):
        name = f"question-single-{number + 1}-{'-'.join(patch)}".replace("_", "-")
        group.unreadable(name, base, {"merge": patch}, rule, why, op=op, isolated=name in ISOLATED)
    for i, key in enumerate(KEYS):
        label = f"question-box-key-{i + 1}"
        group.unreadable(
            label, "box-coin", {"merge": {"entries": {key: "0"}}}, "R6.14", f"the key {key!r}", op="box", isolated=True
        )
    for name, value, rule, why in BROKEN["rational"]:
        label = f"question-box-entry-{name}"
        group.unreadable(
            label, "box-coin", {"merge": {"entries": {"0|1": value}}}, rule, why, op="box", isolated=label in ISOLATED
        )
    group.vectors = [vector for vector in group.vectors if vector["id"] not in LEFT_OUT]
    return group
