"""Makes braket.json and braket-party-1.json, with amazon-braket-default-simulator 1.41.2.

``freebit circuits braket --dialect braket``, then ``python make_braket.py`` in the same folder.
"""

import json
from pathlib import Path
from typing import Any

from braket.default_simulator import StateVectorSimulator
from braket.ir.openqasm import Program


def program(x: str) -> Program:
    """What ``freebit circuits braket --dialect braket`` wrote for the inputs x."""
    return Program(source=Path("braket", f"ghz-{x}.qasm").read_text())


def party_1_answers_1() -> Program:
    lines = ["OPENQASM 3.0;", "qubit[5] q;", "bit[5] a;", "x q[0];"]
    return Program(source="\n".join([*lines, *(f"a[{i}] = measure q[{i}];" for i in range(5))]))


def ran(source: Program, shots: int) -> Any:
    return json.loads(StateVectorSimulator().run(source, shots=shots).json())["measurements"]


found = {x: ran(program(x), 20) for x in ("10000", "11100", "11111")}
Path(__file__).with_name("braket.json").write_text(json.dumps(found) + "\n")
found = {"10000": ran(party_1_answers_1(), 2)}
Path(__file__).with_name("braket-party-1.json").write_text(json.dumps(found) + "\n")
