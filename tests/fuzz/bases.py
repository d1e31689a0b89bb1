"""Good certificates of every kind; most are small, so that many mutants of them can be judged."""

from fractions import Fraction

from conformance.generate import faults_claims, faults_codes, faults_tested
from conformance.generate.faults import BASES, Document, committed, trivial


def words(length: int) -> list[str]:
    """All bit strings of a length."""
    return [format(number, f"0{length}b") for number in range(2**length)]


def right_parity(x: str) -> int | None:
    """In the GHZ game: the parity of the outputs that wins at x, None if x is not asked."""
    zeros = x.count("0")
    return zeros // 2 % 2 if zeros % 2 == 0 else None


def asked(parties: int) -> list[str]:
    """The inputs of the GHZ game."""
    return [x for x in words(parties) if right_parity(x) is not None]


def certificate(kind: str, parties: int, claim: Document, witness: Document) -> Document:
    """A certificate about the GHZ game."""
    claim = {"game": {"name": "ghz", "parties": parties}, **claim}
    return {"format": "freebit-certificate", "version": 1, "kind": kind, "claim": claim, "witness": witness}


def family(parties: int, inputs: list[str]) -> Document:
    """|P(maj=0|y) - P(maj=1|y)| <= 1."""
    return certificate(
        "family",
        parties,
        {"triple": [1, 2, 3], "alpha": "1", "beta": {y: dict.fromkeys(asked(parties), "0") for y in inputs}},
        {
            y: {
                "W": {f"{a}|{y}": "1" for a in words(parties)},
                "G": {f"{a}|{y}": "1" if a[:3].count("1") < 2 else "-1" for a in words(parties)},
            }
            for y in inputs
        },
    )


def one_member(path: str, y: str) -> Document:
    """The part of a committed family that speaks of one input."""
    document = committed(path)
    document["claim"]["beta"] = {y: document["claim"]["beta"][y]}
    document["witness"] = {y: document["witness"][y]}
    return document


def party_1_answers_0(parties: int) -> dict[str, str]:
    """The box of maximal violation in which party 1 always answers 0."""
    box = {}
    for x in words(parties):
        target = right_parity(x)
        if target is None:
            target = right_parity(f"{1 - int(x[0])}{x[1:]}")
        for a in words(parties):
            if a[0] == "0" and a.count("1") % 2 == target:
                box[f"{a}|{x}"] = str(Fraction(1, 2 ** (parties - 2)))
    return box


def attainment(parties: int) -> Document:
    """What the majority of the first three is where party 1 always answers 0."""
    box = party_1_answers_0(parties)
    chances = {
        x: sum((Fraction(box.get(f"{a}|{x}", "0")) for a in words(parties) if a[:3].count("1") < 2), Fraction(0))
        for x in asked(parties)
    }
    x0 = asked(parties)[0]
    inputs = [x for x in asked(parties) if chances[x] == chances[x0]]
    claim = {"triples": [[1, 2, 3]], "inputs": inputs, "value": "0", "probability": str(chances[x0])}
    return certificate("attainment", parties, claim, {"P": box})


def predictability(parties: int) -> Document:
    """max P(a_1=0|x0) = 1, with the obvious vector and box."""
    x0 = asked(parties)[-1]
    zeros = [a for a in words(parties) if a[0] == "0"]
    dual = {f"{a}|{x0}": "1" for a in words(parties) if a[0] == "1"}
    claim = {"zeros": zeros, "input": x0, "sense": "max", "value": "1"}
    return certificate("predictability", parties, claim, {"dual": dual, "primal": party_1_answers_0(parties)})


def classical(parties: int, value: str, on_0: str, on_1: str) -> Document:
    """The classical minimum of the GHZ game."""
    return certificate("classical-bound", parties, {"value": value}, {"strategy": {"0": on_0, "1": on_1}})


SMALL: dict[str, Document] = {
    "family 3": family(3, ["111"]),
    "family 3 twice": family(3, ["111", "001"]),
    "family 4": one_member("claims/four-parties/majority-123.json", "1111"),
    "attainment 3": attainment(3),
    "attainment 4": committed("claims/four-parties/party-1-answers-0.json"),
    "predictability 2": predictability(2),
    "predictability 3": predictability(3),
    "predictability 4": predictability(4),
    "classical 2": classical(2, "0", "01", "00"),
    "classical 3": committed("claims/classical/mermin-3.json"),
    "classical 4": committed("claims/classical/ghz-4.json"),
    "fixing": BASES["fixing"],
    "table 3": BASES["small table"],
    "table 4": BASES["table"],
    "square": BASES["square"],
    "code simplex": BASES["simplex code"],
    "code reed-muller": BASES["reed-muller code"],
    "code counted": BASES["counted code"],
    "code hamming": BASES["hamming code"],
    "cells trivial": faults_tested.trivial(),
    "cells of an empty list": BASES["cells of an empty list"],
    "cells table": faults_tested.trivial(table=True),
    "cells local": committed("tested/three-majority-local/best-1-2.json"),
    "cells derived": committed("tested/three-majority-derived-1/best-9-20.json"),
    "cells below": committed("tested/three-majority-derived-1/below-7-20.json"),
    "limit local": committed("tested/three-majority-local/limit-1-2.json"),
    "limit derived": committed("tested/three-majority-derived-1/limit-9-20.json"),
    "symmetric 3": committed("claims/weight-2-mod-4/03-max.json"),
    "symmetric 4": committed("claims/weight-2-mod-4/04-min.json"),
    "symmetric 6": committed("claims/weight-2-mod-4/06-max.json"),
}

#: Five parties and more: the project's own claims.  They take ten times as long.
LARGE: dict[str, Document] = {
    "family 5": committed("frontier/vertex-4.json"),
    "family 5 trivial": trivial(),
    "family 5 of the Lemma": committed("frontier/vertex-1.json"),
    "attainment 5": BASES["attained once"],
    "predictability 5": BASES["dual"],
    "predictability 5 primal": BASES["primal"],
    "distillation 5": BASES["distilled once"],
    "classical 5": BASES["classical"],
    "symmetric 5": BASES["symmetric"],
    "symmetric 9": committed("claims/weight-2-mod-4/09-min.json"),
    "cells 5": committed("tested/five-multiplexer-derived-4/best-9-20.json"),
    "limit 4": committed("tested/four-majority-derived-1/limit-1-2.json"),
}

#: The module adds documents to ``BASES``.
ADDED = (faults_claims.CLAIMS_FALSE, faults_codes.CODES_FALSE, faults_tested.CELLS_FALSE)

#: Kinds of which there is a good document.
KINDS = {document["kind"] for document in (*SMALL.values(), *LARGE.values())}
