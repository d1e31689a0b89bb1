"""Sources, and files of weak bits: chapter 1."""

import hashlib
from fractions import Fraction
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import text, words

F = Fraction
Entries = dict[str, Fraction]


def _source(entries: Entries, **more: Any) -> dict[str, Any]:
    return {"bits": len(next(iter(entries)).partition("|")[0]), "entries": text(entries), **more}


def _biased(n: int, eps: Fraction) -> Entries:
    return {x: eps ** x.count("0") * (1 - eps) ** x.count("1") for x in words(n)}


def sources() -> Group:
    group = Group("sources")
    fair = {x: F(1, 4) for x in words(2)}
    chain = oracle.markov(3, F(1, 4))
    guessed = {
        f"{x}|{e}": F(1, 4) * F(1, 5) ** sum(i != j for i, j in zip(x, e, strict=True))
        * F(4, 5) ** sum(i == j for i, j in zip(x, e, strict=True))
        for x in words(2) for e in words(2)
    }  # fmt: skip
    known = {"0|a": F(3, 8), "1|a": F(1, 8), "0|b": F(1, 8), "1|b": F(3, 8)}
    holes = {"00": F(1, 2), "01": F(1, 2)}
    one = {"0": F(1, 3), "1": F(2, 3)}
    for name, entries, epsilon, why in (
        ("fair", fair, "1/2", "free bits are the case epsilon = 1/2: the bound is reached"),
        ("one-bit", one, "1/3", "one bit, at its epsilon exactly"),
        ("biased", _biased(3, F(1, 10)), "1/10", "independent bits, at their epsilon exactly"),
        ("biased-less", _biased(3, F(1, 10)), "1/1000", "any smaller epsilon holds too"),
        ("markov", chain, "1/10", "given both neighbours a bit keeps only q^2/(q^2+(1-q)^2) = 1/10"),
        ("guessed", guessed, "1/5", "uniform to all but Eve; given e each bit is wrong with 1/5"),
        ("eve-knows", known, "1/4", "the bit is fair, given e it is not"),
    ):
        group.accept(f"source-{name}", "R1.1 R1.2 R1.3 R1.4", "source", _source(entries, epsilon=epsilon), why)
    group.accept(
        "source-no-bits", "R1.4 R1.5", "source", {"bits": 0, "entries": {"": "1"}, "epsilon": "1/2"},
        "a source of no bits obeys eq (1) with any epsilon that is allowed",
    )  # fmt: skip
    for name, base, epsilon, why, rules in (
        ("fair-no-more", "one-bit", "1/2", "1/3 is less than 1/2", ""),
        ("just-above", "one-bit", "334/1000", "the next thousandth above 1/3", ""),
        ("biased-above", "biased", "101/1000", "a little more than it has", ""),
        ("markov-past-only", "markov", "1/4", "1/4 holds given the past alone, and eq (1) asks for the future too", "R1.3"),
        ("markov-above", "markov", "101/1000", "a little more than it has", "R1.3"),
        ("guessed-marginal", "guessed", "1/2", "its marginal is uniform, but Eve's e counts", ""),
        ("eve-mean", "eve-knows", "1/2", "fair on average over e, and not given e", ""),
    ):  # fmt: skip
        epsilon = str(F(epsilon))
        group.reject(f"source-{name}", f"source-{base}", {"merge": {"epsilon": epsilon}}, "R1.2", why, rules=rules)
    group.reject(
        "source-hole", "source-fair", {"merge": {"epsilon": "1/1000", "entries": {"00": "1/2", "10": "0"}}}, "R1.2",
        "given that the second bit is 0 the first one is certain: eq (1) holds with no epsilon", rules="R1.5",
    )  # fmt: skip
    group.reject(
        "source-parity", "source-fair", {"merge": {"epsilon": "1/1000", "entries": {
            "00": "1/2", "11": "1/2", "01": None, "10": None}}}, "R1.2",
        "each bit alone is fair; given the other it is certain", rules="R1.3",
    )  # fmt: skip
    group.reject(
        "source-epsilon-0", "source-one-bit", {"merge": {"epsilon": "0"}}, "R1.4",
        "epsilon = 0 says nothing and is not allowed",
    )  # fmt: skip
    group.reject("source-epsilon-negative", "source-one-bit", {"merge": {"epsilon": "-1/3"}}, "R1.4", "below 0")
    group.reject(
        "source-epsilon-over-half", "source-no-bits", {"merge": {"epsilon": "501/1000"}}, "R1.4",
        "no bit has both values with more than 1/2, though there is none here to tell",
    )  # fmt: skip
    group.reject(
        "source-sum", "source-one-bit", {"merge": {"entries": {"0": "334/1001", "1": "668/1001"}}}, "R1.1",
        "the ratio is right and the sum is 1002/1001",
    )  # fmt: skip
    group.reject(
        "source-negative", "source-eve-knows",
        {"merge": {"entries": {"0|c": "-1/8", "0|d": "1/16", "1|d": "1/16"}}}, "R1.1",
        "a negative entry, though the sum is 1",
    )  # fmt: skip
    group.unreadable("source-bits", "source-fair", {"merge": {"entries": {"000": "0"}}}, "R6.13", "three bits of two")
    for name, entries in (("one", one), ("fair", fair), ("markov", chain), ("guessed", guessed), ("known", known),
                          ("holes", holes), ("biased", _biased(4, F(2, 7)))):  # fmt: skip
        whys = {
            "holes": "circumstances of probability 0 ask for nothing, but the bit that is certain has epsilon 0",
            "markov": "the least conditional is that of the middle bit, given both neighbours",
            "known": "the least over Eve's e, not the mean",
        }
        group.accept(
            f"largest-epsilon-{name}", "R1.5 R1.2", "largest-epsilon", _source(entries),
            whys.get(name, "the least conditional probability"),
            {"epsilon": str(oracle.largest_epsilon(entries))},
        )  # fmt: skip
    circumstance = {"000": F(1, 8), "001": F(1, 8), "010": F(1, 8), "011": F(1, 8), "100": F(1, 4), "101": F(1, 8),
                    "110": F(1, 16), "111": F(1, 16)}  # fmt: skip
    group.accept(
        "largest-epsilon-mixed", "R1.5", "largest-epsilon", _source(circumstance),
        "1/5 at bit 2 after 1 and before 0", {"epsilon": "1/5"},
    )  # fmt: skip
    group.accept(
        "largest-epsilon-no-bits", "R1.5", "largest-epsilon", {"bits": 0, "entries": {"": "1"}},
        "a source of no bits has 1/2", {"epsilon": "1/2"},
    )  # fmt: skip

    joint = _source(_biased(2, F(1, 4)), lower=["1/4", "1/16"], upper=["3/4", "9/16"])
    group.accept(
        "joint-bounds-biased", "R1.12 R1.13", "joint-bounds", joint, "epsilon^n and (1-epsilon)^n, both reached"
    )
    pair = {"00": F(3, 8), "11": F(3, 8), "01": F(1, 8), "10": F(1, 8)}
    group.accept(
        "joint-bounds-pair", "R1.12", "joint-bounds", _source(pair, lower=["1/4", "1/8"], upper=["3/4", "3/8"]),
        "correlated bits: two of them are bounded more tightly than by F(1)^2",
    )  # fmt: skip
    for name, base, patch, why in (
        ("upper-1", "biased", {"upper": ["749/1000", "9/16"]}, "one bit is likelier than F(1)"),
        ("upper-2", "biased", {"upper": ["3/4", "9/17"]}, "two bits together are likelier than F(2)"),
        ("lower-1", "biased", {"lower": ["251/1000", "1/16"]}, "one bit is less likely than G(1)"),
        ("lower-2", "biased", {"lower": ["1/4", "1/15"]}, "two bits are less likely than G(2)"),
        ("zero", "biased", {"lower": ["0", "1/16"]}, "G(1) must be greater than 0"),
        ("negative-1", "biased", {"lower": ["-1/4", "1/16"]}, "G(1) is less than 0"),
        ("negative-2", "biased", {"lower": ["1/4", "-1/16"]}, "G(2) is less than 0"),
        ("pair-upper", "pair", {"upper": ["3/4", "374/1000"]}, "3/8 for two bits is too much"),
    ):  # fmt: skip
        patch = {key: [str(F(value)) for value in values] for key, values in patch.items()}
        group.reject(f"joint-bounds-{name}", f"joint-bounds-{base}", {"merge": patch}, "R1.12", why)

    group.accept("epsilon-bias", "R1.6", "epsilon", {"bias": "1/8"}, "1/2 - 1/8", {"epsilon": "3/8"})
    group.accept("epsilon-bias-0", "R1.6", "epsilon", {"bias": "0"}, "no bias", {"epsilon": "1/2"})
    group.reject("epsilon-bias-half", "epsilon-bias", {"merge": {"bias": "1/2"}}, "R1.6", "bias 1/2 leaves nothing")
    group.reject("epsilon-bias-more", "epsilon-bias", {"merge": {"bias": "3/4"}}, "R1.6", "a bias is less than 1/2")
    group.reject("epsilon-bias-negative", "epsilon-bias", {"merge": {"bias": "-1/8"}}, "R1.6", "a bias is at least 0")
    group.accept("epsilon-rate-1", "R1.7", "epsilon", {"rate": "1"}, "rate 1 is a free bit", {"epsilon": "1/2"})
    for rate in (F(1, 2), F(415, 1000), F(1, 100), F(1, 10**4)):
        group.accept(
            f"epsilon-rate-{rate.numerator}-{rate.denominator}", "R1.7", "epsilon", {"rate": str(rate)},
            "rounded down to a multiple of 2^-64", {"epsilon": str(_rate(rate))},
        )  # fmt: skip
    group.reject("epsilon-rate-0", "epsilon-rate-1", {"merge": {"rate": "0"}}, "R1.7", "rate 0")
    group.reject("epsilon-rate-2", "epsilon-rate-1", {"merge": {"rate": "1001/1000"}}, "R1.7", "more than a bit a bit")
    group.reject(
        "epsilon-rate-denominator", "epsilon-rate-1", {"merge": {"rate": "1/10001"}}, "R1.7",
        "a denominator above 10000",
    )  # fmt: skip

    def named(name: str, rule: str, given: dict[str, Any], entries: Entries, why: str) -> None:
        group.accept(f"named-source-{name}", rule, "named-source", given, why, {"entries": text(entries)})

    named(
        "biased", "R1.8", {"name": "biased", "bits": 2, "epsilon": "1/3"}, _biased(2, F(1, 3)), "0 is the rarer value"
    )
    named(
        "defeating", "R1.9", {"name": "defeating", "bits": 2, "epsilon": "1/4", "f": "0110"},
        {"00": F(3, 8), "01": F(1, 8), "10": F(1, 8), "11": F(3, 8)}, "f = 0 has probability 3/4",
    )  # fmt: skip
    named(
        "defeating-first", "R1.9", {"name": "defeating", "bits": 2, "epsilon": "1/4", "f": "0011"},
        {"00": F(3, 8), "01": F(3, 8), "10": F(1, 8), "11": F(1, 8)}, "f is the first bit, the most significant",
    )  # fmt: skip
    named(
        "guessed", "R1.10", {"name": "guessed", "bits": 1, "epsilon": "1/5"},
        {"0|0": F(2, 5), "0|1": F(1, 10), "1|0": F(1, 10), "1|1": F(2, 5)}, "e is right with 4/5",
    )  # fmt: skip
    named("markov", "R1.11", {"name": "markov", "bits": 3, "flip": "1/4"}, oracle.markov(3, F(1, 4)), "three bits")
    group.reject(
        "named-source-constant", "named-source-defeating", {"merge": {"f": "0100"}}, "R1.9",
        "f must be 0 on exactly half of the strings",
    )  # fmt: skip
    group.reject("named-source-flip-0", "named-source-markov", {"merge": {"flip": "0"}}, "R1.11", "flip 0")
    group.reject("named-source-flip", "named-source-markov", {"merge": {"flip": "501/1000"}}, "R1.11", "above 1/2")
    group.reject("named-source-epsilon", "named-source-biased", {"merge": {"epsilon": "0"}}, "R1.4", "epsilon 0")

    for name, rule, data, encoding, stride, bits, why in (
        ("nist", "R1.15", b"\x00\x01\x01\x00\x00", "nist", 1, "01100", "a byte is a bit"),
        ("ascii", "R1.16", b"01 1\t0\r\n00\n", "ascii", 1, "011000", "blanks and line ends are skipped"),
        ("packed-msb", "R1.17", b"\xb0\x01", "packed-msb", 1, "1011000000000001", "most significant first"),
        ("packed-lsb", "R1.17", b"\xb0\x01", "packed-lsb", 1, "0000110110000000", "least significant first"),
        ("stride-3", "R1.18", b"\x00\x01\x01\x01\x00\x00\x01\x01", "nist", 3, "011", "bits 0, 3, 6"),
        ("stride-long", "R1.18", b"\x01\x00", "nist", 9, "1", "the first bit is always used"),
        ("stride-packed", "R1.18", b"\x80\x40", "packed-msb", 5, "1000", "the stride runs on over bytes: bits 0, 5, 10, 15"),
        ("empty", "R1.15", b"", "nist", 1, "", "no bits at all"),
        *(
            (
                f"symbols-{k}", "R1.23", bytes([2**k - 1, 1, 0, 2 ** (k - 1)]), f"nist-{k}", 1,
                "1" * k + "1".zfill(k) + "0" * k + "1".ljust(k, "0"), f"symbols of {k} bits, the most significant first",
            )
            for k in range(2, 9)
        ),
        ("stride-symbols", "R1.18", b"\x05\x03\x06", "nist-3", 2, "11110", "the stride runs on over symbols: bits 0, 2, 4, 6, 8"),
    ):  # fmt: skip
        pairs = [bits[i : i + 2] for i in range(len(bits) - 1)]
        group.accept(
            f"weak-bits-{name}", f"{rule} R1.19 R1.20", "weak-bits",
            {"hex": data.hex(), "encoding": encoding, "stride": stride}, why,
            {
                "bits": bits,
                "bits_used": len(bits),
                "sha256": hashlib.sha256(data).hexdigest(),
                "ones": bits.count("1"),
                "transitions": {pair: pairs.count(pair) for pair in words(2)},
            },
        )  # fmt: skip
    group.reject("weak-bits-nist-2", "weak-bits-nist", {"merge": {"hex": "000102"}}, "R1.15", "byte 2 is no bit")
    group.reject(
        "weak-bits-nist-ascii", "weak-bits-nist", {"merge": {"hex": b"01".hex()}}, "R1.15",
        "the characters 0 and 1 are no bits in this encoding",
    )  # fmt: skip
    group.reject("weak-bits-ascii-2", "weak-bits-ascii", {"merge": {"hex": b"012".hex()}}, "R1.16", "the character 2")
    group.reject("weak-bits-ascii-comma", "weak-bits-ascii", {"merge": {"hex": b"0,1".hex()}}, "R1.16", "a comma")
    for k in range(2, 8):
        group.reject(
            f"weak-bits-symbols-{k}-beyond", f"weak-bits-symbols-{k}", {"merge": {"hex": bytes([0, 2**k]).hex()}}, "R1.23",
            f"{2**k} is no symbol of {k} bits",
        )  # fmt: skip
    group.reject("weak-bits-stride-0", "weak-bits-nist", {"merge": {"stride": 0}}, "R1.18", "a stride is at least 1")
    return group


def _rate(rate: Fraction) -> Fraction:
    """The largest multiple of 2^-64 that is at most 1 - 2^-rate, by decimals of many digits."""
    from decimal import Decimal, localcontext

    with localcontext() as context:
        context.prec = 120
        exponent = Decimal(rate.numerator) / Decimal(rate.denominator)
        value = (1 - Decimal(2) ** -exponent) * 2**64
        return F(int(value), 2**64)
