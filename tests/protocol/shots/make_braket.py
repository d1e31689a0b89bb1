"""Makes braket.json: ``pip install amazon-braket-default-simulator==1.41.2``, then ``python make_braket.py``."""

import json
from pathlib import Path

from braket.default_simulator import StateVectorSimulator
from braket.ir.openqasm import Program


def program(x: str) -> Program:
    """The GHZ state measured at the inputs x; its reader knows no stdgates.inc, and calls CNOT and S-dagger so."""
    lines = ["OPENQASM 3.0;", "qubit[5] q;", "bit[5] a;", "h q[0];"]
    lines += [f"cnot q[0], q[{i}];" for i in range(1, 5)]
    for i, setting in enumerate(x):
        lines += [f"h q[{i}];"] if setting == "1" else [f"si q[{i}];", f"h q[{i}];"]
    return Program(source="\n".join([*lines, *(f"a[{i}] = measure q[{i}];" for i in range(5))]))


def party_1_answers_1() -> Program:
    lines = ["OPENQASM 3.0;", "qubit[5] q;", "bit[5] a;", "x q[0];"]
    return Program(source="\n".join([*lines, *(f"a[{i}] = measure q[{i}];" for i in range(5))]))


def ran(source: Program, shots: int):
    return json.loads(StateVectorSimulator().run(source, shots=shots).json())["measurements"]


found = {x: ran(program(x), 20) for x in ("10000", "11100", "11111")}
Path(__file__).with_name("braket.json").write_text(json.dumps(found) + "\n")
found = {"10000": ran(party_1_answers_1(), 2)}
Path(__file__).with_name("braket-party-1.json").write_text(json.dumps(found) + "\n")
