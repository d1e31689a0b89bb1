"""OpenQASM 3 circuits [R4.45], parsed by the reference parser and run by stim."""

from fractions import Fraction

import openqasm3
import pytest
import stim
from click.testing import CliRunner
from openqasm3 import ast

from freebit.boxes.bits import Bits, all_bits, format_bits, parity
from freebit.boxes.box import ghz_box
from freebit.cli import main
from freebit.simulate.circuits import circuit, circuits

GATES = {"h": "H", "cx": "CX", "sdg": "S_DAG"}


def index_of(bit: object) -> int:
    """The number in the brackets of ``q[3]``."""
    assert isinstance(bit, ast.IndexedIdentifier)
    (inside,) = bit.indices
    assert isinstance(inside, list)
    (number,) = inside
    assert isinstance(number, ast.IntegerLiteral)
    return number.value


def gates_of(text: str) -> tuple[stim.Circuit, list[tuple[int, int]]]:
    """The circuit's gates, and (classical bit, qubit) of its measurements."""
    gates, measured = stim.Circuit(), []
    for statement in openqasm3.parse(text).statements:
        if isinstance(statement, ast.QuantumGate):
            qubits = [index_of(qubit) for qubit in statement.qubits]
            gates.append(GATES[statement.name.name], qubits)
        elif isinstance(statement, ast.QuantumMeasurementStatement):
            target, qubit = statement.target, statement.measure.qubit
            measured.append((index_of(target), index_of(qubit)))
    return gates, measured


def law(text: str) -> dict[Bits, Fraction]:
    """The exact law of the register: expectations of products of Z after the gates."""
    gates, measured = gates_of(text)
    qubit_of = dict(measured)
    simulator = stim.TableauSimulator()
    simulator.do(gates)
    found = {}
    for a in all_bits(5):
        total = 0
        for subset in all_bits(5):
            paulis = ["_"] * 5
            for bit, chosen in enumerate(subset):
                if chosen:
                    paulis[qubit_of[bit]] = "Z"
            sign = (-1) ** parity(tuple(s & b for s, b in zip(subset, a, strict=True)))
            total += sign * simulator.peek_observable_expectation(stim.PauliString("".join(paulis)))
        found[a] = Fraction(total, 32)
    return found


@pytest.mark.parametrize("x", all_bits(5), ids=format_bits)
def test_each_circuit_has_the_law_of_ghz(x: Bits) -> None:
    """[R4.45] exactly, and each qubit is measured into the bit of its party."""
    _, measured = gates_of(circuit(x))
    assert sorted(measured) == [(i, i) for i in range(5)]
    assert law(circuit(x)) == {a: ghz_box().probability(a, x) for a in all_bits(5)}


def test_a_wrong_basis_is_noticed() -> None:
    """[R4.45] the check can fail: without S-dagger party 1 measures X."""
    x = (0, 1, 1, 1, 0)
    wrong = circuit(x).replace("sdg q[0];\n", "")
    assert law(wrong) != {a: ghz_box().probability(a, x) for a in all_bits(5)}


def test_the_dialect_of_braket_says_the_same() -> None:
    """[R4.45] other names for two gates, and no file that its reader does not know."""
    usual, braket = circuits(), circuits("braket")
    assert usual.keys() == braket.keys()
    for name, text in braket.items():
        renamed = text.replace("cnot q", "cx q").replace("si q", "sdg q")
        assert renamed == usual[name].replace('include "stdgates.inc";\n', "")
        assert "stdgates" not in text
        assert renamed != text


def test_there_are_32_circuits() -> None:
    """[R4.45]"""
    files = circuits()
    assert len(files) == 32
    assert files["ghz-10110.qasm"] == circuit((1, 0, 1, 1, 0))
    with pytest.raises(ValueError, match="inputs of 5 parties"):
        circuit((0, 1))


def test_shots_on_one_machine_are_not_promised_a_bound() -> None:
    """[R5.41] the help that goes with the circuits says what the theorems need."""
    text = " ".join(CliRunner().invoke(main, ["circuits", "--help"]).output.split())
    assert "no bound is about them" in text
    assert "5N separate boxes that hear nothing of earlier quintuplets [R5.41]" in text
