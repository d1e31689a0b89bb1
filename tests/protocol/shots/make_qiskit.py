"""Makes qiskit.json and qiskit-party-1.json: ``pip install qiskit==2.6.2``, then ``python make_qiskit.py``."""

import json
from pathlib import Path
from typing import Any

from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.primitives import StatevectorSampler

HERE = Path(__file__).parent


def measured(x: str) -> QuantumCircuit:
    """The GHZ state with party i + 1 at qubit i, measured in X on input 1 and in Y on input 0."""
    circuit = QuantumCircuit(QuantumRegister(5, "q"), ClassicalRegister(5, "a"))
    circuit.h(0)
    for i in range(1, 5):
        circuit.cx(0, i)
    for i, setting in enumerate(x):
        if setting == "0":
            circuit.sdg(i)
        circuit.h(i)
    circuit.measure(range(5), range(5))
    return circuit


def party_1_answers_1() -> QuantumCircuit:
    """Only party 1 answers 1: its word tells in which order bits are written."""
    circuit = QuantumCircuit(QuantumRegister(5, "q"), ClassicalRegister(5, "a"))
    circuit.x(0)
    circuit.measure(range(5), range(5))
    return circuit


def ran(circuit: QuantumCircuit, shots: int) -> Any:
    return StatevectorSampler(seed=7).run([circuit], shots=shots).result()[0].data.a


inputs = ("10000", "00010", "11100", "01011", "11111")
shots = {x: ran(measured(x), 40).get_counts() for x in inputs}
shots["00111"] = ran(measured("00111"), 10).get_bitstrings()
(HERE / "qiskit.json").write_text(json.dumps(shots, indent=1) + "\n")
(HERE / "qiskit-party-1.json").write_text(json.dumps({"10000": ran(party_1_answers_1(), 3).get_counts()}) + "\n")
