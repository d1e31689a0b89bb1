"""The measurements of a quintuplet for those with hardware: OpenQASM 3 [R4.45].

Qubit i holds party i + 1.  The GHZ state (|00000> + |11111>)/sqrt 2 is measured in X by the parties with
input 1 and in Y by those with input 0; bit i of the register ``a`` is the output of party i + 1.
"""

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.errors import InvalidError
from freebit.protocol.parameters import PARTIES

#: What gates are called: as stdgates.inc has them, or as Braket's reader knows them, without that file.
DIALECTS = {
    "standard": {"include": 'include "stdgates.inc";\n', "cx": "cx", "sdg": "sdg"},
    "braket": {"include": "", "cx": "cnot", "sdg": "si"},
}

_HEADER = """OPENQASM 3.0;
{include}
// Five-party Mermin game, inputs x = {inputs} (party 1 first): X measured on input 1, Y on input 0.
qubit[5] q;
bit[5] a;

h q[0];
"""


def circuit(x: Bits, dialect: str = "standard") -> str:
    """The OpenQASM 3 program that measures a GHZ state with the inputs ``x``, in one of ``DIALECTS``."""
    names = DIALECTS[dialect]
    if len(x) != PARTIES:
        raise InvalidError(f"{format_bits(x)!r} is not the inputs of {PARTIES} parties")
    lines = [f"{names['cx']} q[0], q[{i}];" for i in range(1, PARTIES)]
    for i, setting in enumerate(x):
        # H turns a measurement of Z into one of X, and S-dagger before it into one of Y.
        lines += [f"h q[{i}];"] if setting else [f"{names['sdg']} q[{i}];", f"h q[{i}];"]
    lines += [f"a[{i}] = measure q[{i}];" for i in range(PARTIES)]
    header = _HEADER.replace("{include}", names["include"]).replace("{inputs}", format_bits(x))
    return header + "\n".join(lines) + "\n"


def circuits(dialect: str = "standard") -> dict[str, str]:
    """The programs of all 32 inputs, by the name of their file."""
    return {f"ghz-{format_bits(x)}.qasm": circuit(x, dialect) for x in all_bits(PARTIES)}
