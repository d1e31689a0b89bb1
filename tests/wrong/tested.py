"""Mistakes in the tested protocol, its transcripts and its bound."""

import dataclasses
from fractions import Fraction

from freebit.boxes.bits import Bits
from freebit.boxes.cells import CellFunction, CellInputs, CellKind
from freebit.protocol import tested_parameters, tested_steps
from freebit.protocol.steps import Abort
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome, TestedTranscript
from freebit.protocol.tested_transcript import TestedTranscriptFile
from freebit.simulate.devices import GhzDevice, NoisyDevice
from freebit.simulate.sources import AdversarialSource
from freebit.simulate.stream import PlainChunk
from freebit.theorem import binomial, cells
from freebit.theorem.enclosure import Enclosure
from tests.wrong import Replace, wrong

RUN = ("run-tested", "replay-tested")


def _decided(replace: Replace, decide: object) -> None:
    replace(tested_steps, "is_aborted_tested", lambda _: decide)


@wrong("as many inputs as outputs are enough, whatever N is", "replay-tested")
def any_number_of_cells(replace: Replace) -> None:
    def make(replay: object) -> object:
        def replayed(given: TestedTranscript) -> TestedOutcome:
            cells, parameters = len(given.inputs), given.parameters
            if cells == len(given.outputs) and parameters.keep <= cells:
                given = TestedTranscript(dataclasses.replace(parameters, cells=cells), given.inputs, given.outputs)
            found: TestedOutcome = replay(given)  # type: ignore[operator]
            return found

        return replayed

    replace(tested_steps, "replay_tested", make)


@wrong("a run with just n kept cells is aborted", *RUN)
def just_n_too_few(replace: Replace) -> None:
    def decide(p: TestedParameters, kept: int, bad: int) -> Abort | None:
        if kept <= p.keep < p.cells:
            return Abort.TOO_FEW_KEPT
        return Abort.WRONG_CORRELATIONS if bad > p.tolerance else None

    _decided(replace, decide)


@wrong("step 2 is left out", *RUN)
def none_too_few(replace: Replace) -> None:
    _decided(replace, lambda p, kept, bad: Abort.WRONG_CORRELATIONS if bad > p.tolerance else None)


@wrong("T wrong cells abort", *RUN)
def tolerance_is_too_many(replace: Replace) -> None:
    def decide(p: TestedParameters, kept: int, bad: int) -> Abort | None:
        if kept < p.keep:
            return Abort.TOO_FEW_KEPT
        return Abort.WRONG_CORRELATIONS if bad and bad >= p.tolerance else None

    _decided(replace, decide)


@wrong("wrong cells are looked for before too few kept ones", *RUN)
def wrong_before_few(replace: Replace) -> None:
    def decide(p: TestedParameters, kept: int, bad: int) -> Abort | None:
        if bad > p.tolerance or (kept < p.keep and bad):
            return Abort.WRONG_CORRELATIONS
        return Abort.TOO_FEW_KEPT if kept < p.keep else None

    _decided(replace, decide)


def _kept(replace: Replace, choose: object) -> None:
    replace(tested_steps, "kept_cells", choose)  # type: ignore[arg-type]


@wrong("only the first n kept cells are distilled and tested", *RUN)
def first_n_alone(replace: Replace) -> None:
    _kept(replace, lambda kept: lambda t: kept(t)[: t.parameters.keep])


@wrong("wrong cells are not distilled", *RUN)
def wrong_not_distilled(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(t: TestedTranscript) -> TestedOutcome:
            found: TestedOutcome = original(t)  # type: ignore[operator]
            game, f = t.parameters.kind.game, t.parameters.kind.function
            right = [(a, x) for a, x in tested_steps.kept_cells(t) if game.coefficient(a, x) == 0]
            k = sum(f(a, x) for a, x in right) % 2
            return TestedOutcome(found.kept, found.wrong, found.abort, k if found.g else 0)

        return replay

    replace(tested_steps, "replay_tested", make)


@wrong("cells that are not kept are distilled too", *RUN)
def all_distilled(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(t: TestedTranscript) -> TestedOutcome:
            found: TestedOutcome = original(t)  # type: ignore[operator]
            f = t.parameters.kind.function
            if f.name == "table" or not found.g:
                return found
            k = sum(f(a, x) for a, x in zip(t.outputs, t.inputs, strict=True)) % 2
            return TestedOutcome(found.kept, found.wrong, found.abort, k)

        return replay

    replace(tested_steps, "replay_tested", make)


@wrong("k is kept though the run is aborted", *RUN)
def k_of_an_aborted_run(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(t: TestedTranscript) -> TestedOutcome:
            found: TestedOutcome = original(t)  # type: ignore[operator]
            f = t.parameters.kind.function
            k = sum(f(a, x) for a, x in tested_steps.kept_cells(t)) % 2
            return TestedOutcome(found.kept, found.wrong, found.abort, k)

        return replay

    replace(tested_steps, "replay_tested", make)


@wrong("the multiplexer chooses the other way round", *RUN)
def multiplexer_turned_in_runs(replace: Replace) -> None:
    def make(original: object) -> object:
        def f(self: CellFunction, a: Bits, x: Bits) -> int:
            return a[0] ^ (a[2] if a[3] else a[1]) if self.name == "multiplexer" else original(self, a, x)  # type: ignore[operator]

        return f

    replace(CellFunction, "__call__", make)


@wrong("a table has party 1 least significant", *RUN)
def table_turned(replace: Replace) -> None:
    def make(original: object) -> object:
        def f(self: CellFunction, a: Bits, x: Bits) -> int:
            return original(self, a[::-1] if self.name == "table" else a, x)  # type: ignore[operator, no-any-return]

        return f

    replace(CellFunction, "__call__", make)


@wrong("a table has one row for all inputs", *RUN)
def table_of_one_row(replace: Replace) -> None:
    def make(original: object) -> object:
        def f(self: CellFunction, a: Bits, x: Bits) -> int:
            first = min(self.table) if self.name == "table" else x
            return original(self, a, first)  # type: ignore[operator, no-any-return]

        return f

    replace(CellFunction, "__call__", make)


@wrong("the derived input is always the sum of the others", "run-tested")
def derived_is_the_sum(replace: Replace) -> None:
    def completed(self: CellKind, drawn: Bits) -> Bits:
        p = self.inputs.derived
        return drawn if p is None else (*drawn[:p], sum(drawn) % 2, *drawn[p:])

    replace(CellKind, "completed", lambda _: completed)


@wrong("the derived input is put last", "run-tested")
def derived_last(replace: Replace) -> None:
    def make(original: object) -> object:
        def completed(self: CellKind, drawn: Bits) -> Bits:
            if self.inputs.derived is None:
                return drawn
            last = CellKind(self.game, CellInputs(self.parties - 1), self.function)
            return original(last, drawn)  # type: ignore[operator, no-any-return]

        return completed

    replace(CellKind, "completed", make)


@wrong("with derived inputs n may be less than N", "tested-parameters", "transcript")
def fewer_derived(replace: Replace) -> None:
    def make(original: object) -> object:
        def check(self: TestedParameters) -> None:
            try:
                original(self)  # type: ignore[operator]
            except ValueError as error:
                if "[R4.56]" not in str(error):
                    raise

        return check

    replace(TestedParameters, "__post_init__", make)


@wrong("any parity game will do", "tested-parameters", "transcript")
def any_game(replace: Replace) -> None:
    replace(tested_parameters, "_check_kind", lambda _: lambda kind: None)


@wrong("derived inputs of a transcript are believed", "transcript")
def derived_believed(replace: Replace) -> None:
    def transcript(self: TestedTranscriptFile) -> TestedTranscript:
        pairs = list(self.quintuplets())
        inside = [(x, a) for x, a in pairs if self.parameters.kind.game.target(x) is not None]
        pairs = inside + inside[: len(pairs) - len(inside)]
        return TestedTranscript(self.parameters, tuple(x for x, _ in pairs), tuple(a for _, a in pairs))

    replace(TestedTranscriptFile, "transcript", lambda _: transcript)


@wrong("u = (1 - A)/(1 - A + B) even if A is larger", "cell-rate", "bound")
def larger_load_forgotten(replace: Replace) -> None:
    def rate(right: Fraction, bad: Fraction) -> Fraction:
        return (1 - right) / (1 - right + bad) if right < 1 else Fraction(0)

    replace(cells, "rate_below_one", lambda _: rate)


@wrong("u = 1 - B", "cell-rate", "bound")
def not_mixed(replace: Replace) -> None:
    replace(cells, "rate_below_one", lambda _: lambda right, bad: max(Fraction(0), 1 - max(right, bad)))


@wrong("the wrong outputs of a family cost nothing more", "family-rate")
def family_as_it_is(replace: Replace) -> None:
    replace(cells, "loads_of_family", lambda _: lambda family, r: (family.alpha, family.alpha + family.load(r)))


@wrong("the loads of all entries are added up", "cell-rate")
def loads_added(replace: Replace) -> None:
    def largest(v: Fraction, loads: object, r: Fraction) -> Fraction:
        return v + sum((h * r**d for load in loads for d, h in enumerate(load)), Fraction(0))  # type: ignore[attr-defined]

    replace(cells, "largest_load", lambda _: largest)


@wrong("loads without the powers of r", "cell-rate")
def loads_without_ratio(replace: Replace) -> None:
    replace(cells, "largest_load", lambda largest: lambda v, loads, r: largest(v, loads, Fraction(1)))


@wrong("P[Bin(n,u) < T] in place of P[Bin(n,u) <= T]", "bound")
def one_wrong_cell_less(replace: Replace) -> None:
    replace(binomial, "at_most", lambda at_most: lambda n, p, most: at_most(n, p, max(most - 1, 0)))


@wrong("the last term of the binomial sum alone", "bound")
def last_term_alone(replace: Replace) -> None:
    def make(at_most: object) -> object:
        def last(n: int, p: Fraction, most: int) -> Enclosure:
            if most == 0 or p == 0:
                return at_most(n, p, most)  # type: ignore[operator, no-any-return]
            return binomial.probability_of(n, p, most)

        return last

    replace(binomial, "at_most", make)


@wrong("the adversarial source avoids odd weights whatever X is", "sample-source")
def odd_always_rare(replace: Replace) -> None:
    def make(original: object) -> object:
        def init(self: AdversarialSource, epsilon: Fraction, width: int = 5, rare: int = 1) -> None:
            original(self, epsilon, width, 1)  # type: ignore[operator]

        return init

    replace(AdversarialSource, "__init__", make)


@wrong("noise flips the first output", "sample-device")
def noise_first(replace: Replace) -> None:
    def outputs(self: NoisyDevice, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
        first, *rest = self._inner.outputs(chunk, first_plane, t, x)
        return (first ^ self._error.happens(chunk, first_plane + self._inner.planes, t), *rest)

    replace(NoisyDevice, "outputs", lambda _: outputs)


@wrong("fewer parties are five with the last outputs cut", "sample-device")
def five_cut(replace: Replace) -> None:
    def make(original: object) -> object:
        def outputs(self: GhzDevice, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
            five = GhzDevice()
            return original(five, chunk, first_plane, t, (*x, 0, 0)[:5])[: len(x)]  # type: ignore[operator, no-any-return]

        return outputs

    replace(GhzDevice, "outputs", make)
