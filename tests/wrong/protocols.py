"""Mistakes in the protocol, its transcripts and its samplers."""

from collections.abc import Sequence
from dataclasses import replace as changed
from fractions import Fraction

from freebit.boxes import bits
from freebit.boxes.bits import Bits, majority, majority_of
from freebit.protocol import body, extractor, parameters, steps
from freebit.protocol.parameters import GAME, Parameters, Selection
from freebit.protocol.steps import Outcome
from freebit.simulate import chance, devices, stream
from tests.wrong import Replace, wrong

RUN = ("run", "replay")
STEP_3 = ("arrange", *RUN)
STEP_4 = ("test", *RUN)


@wrong("step 2 aborts at N/c exactly", "keep", *RUN)
def strictly_more_than_a_third(replace: Replace) -> None:
    replace(Parameters, "passes_step_2", lambda _: lambda self, kept: self.c * kept > self.quintuplets)


@wrong("step 2 wants floor(N/c)", "keep", *RUN)
def floor_of_a_third(replace: Replace) -> None:
    replace(Parameters, "passes_step_2", lambda _: lambda self, kept: kept >= self.quintuplets // self.c)


@wrong("step 2 always divides by 3", "keep", *RUN)
def c_ignored(replace: Replace) -> None:
    replace(Parameters, "passes_step_2", lambda _: lambda self, kept: 3 * kept >= self.quintuplets)


@wrong("step 2 in floating point", "keep")
def third_in_floats(replace: Replace) -> None:
    replace(
        Parameters,
        "passes_step_2",
        lambda _: lambda self, kept: kept > self.quintuplets * (1 / float(self.c)) - 1e-9 + 0.2,
    )


@wrong("nothing is discarded", "keep", *RUN)
def nothing_discarded(replace: Replace) -> None:
    replace(steps, "step_2", lambda _: lambda inputs: list(range(len(inputs))))


@wrong("the surplus is taken from the front", *STEP_3)
def surplus_from_the_front(replace: Replace) -> None:
    def make(original: object) -> object:
        return (
            lambda parameters, kept, bits: original(  # type: ignore[operator]
                parameters, kept[len(kept) - parameters.nd * parameters.nb :], bits
            )
        )

    replace(steps, "step_3", make)


@wrong("the grid is filled column by column", *STEP_3)
def filled_by_columns(replace: Replace) -> None:
    def step_3(p: Parameters, kept: Sequence[int], bits: Bits) -> tuple[list[Sequence[int]], tuple[int, ...]]:
        return [kept[j : p.nd * p.nb : p.nb] for j in range(p.nb)], steps.l_numbers(p, bits)

    replace(steps, "step_3", lambda _: step_3)


@wrong("l is little-endian", *STEP_3)
def little_endian_l(replace: Replace) -> None:
    replace(bits, "number_of", lambda original: lambda bits: original(bits[::-1]))


@wrong("l counts from 0", *STEP_3)
def l_from_0(replace: Replace) -> None:
    replace(steps, "l_numbers", lambda original: lambda p, bits: tuple(row - 1 for row in original(p, bits)))


@wrong("the bits of the l_i are interleaved", *STEP_3)
def interleaved_l(replace: Replace) -> None:
    def make(original: object) -> object:
        def numbers(p: Parameters, bits: Bits) -> tuple[int, ...]:
            n = p.nd if p.selection is Selection.COLUMN else 1
            mixed = tuple(bits[i + j * n] for i in range(n) for j in range(p.log2_nb))
            return original(p, mixed)  # type: ignore[operator, no-any-return]

        return numbers

    replace(steps, "l_numbers", make)


@wrong("column selection takes row l_1 everywhere", *STEP_3, "test")
def first_l_for_all_columns(replace: Replace) -> None:
    replace(steps, "distilling_rows", lambda _: lambda p, rows: (rows[0],) * p.nd)


@wrong("l is made of bits before the inputs", "run")
def l_before_inputs(replace: Replace) -> None:
    def run(p: Parameters, source: object, quintuplet: steps.Quintuplet) -> steps.Run:
        bits = iter(source)  # type: ignore[call-overload]
        l_bits = steps._take(bits, p.selection_bits, 0, p)
        inputs, outputs = steps.step_1(p, bits, quintuplet)
        if not p.passes_step_2(len(steps.step_2(inputs))):
            l_bits = ()
        made = steps.Transcript(p, inputs, outputs, l_bits)
        return steps.Run(steps.replay(made), made)

    replace(steps, "run_protocol", lambda _: run)


@wrong("the bits of l are taken though step 2 aborts", "run")
def l_after_abort(replace: Replace) -> None:
    def run(p: Parameters, source: object, quintuplet: steps.Quintuplet) -> steps.Run:
        bits = iter(source)  # type: ignore[call-overload]
        inputs, outputs = steps.step_1(p, bits, quintuplet)
        l_bits = steps._take(bits, p.selection_bits, 0, p)
        if not p.passes_step_2(len(steps.step_2(inputs))):
            l_bits = ()
        made = steps.Transcript(p, inputs, outputs, l_bits)
        return steps.Run(steps.replay(made), made)

    replace(steps, "run_protocol", lambda _: run)


@wrong("a source that ends early aborts the run", "run")
def exhausted_is_abort(replace: Replace) -> None:
    nothing = Outcome(0, steps.Abort.TOO_FEW_KEPT, (), (), (), (), 0, (), 0)

    def make(original: object) -> object:
        def run(p: Parameters, source: object, quintuplet: steps.Quintuplet) -> steps.Run:
            try:
                return original(p, source, quintuplet)  # type: ignore[operator, no-any-return]
            except parameters.SourceExhaustedError:
                return steps.Run(nothing, steps.Transcript(p, (), (), ()))

        return run

    replace(steps, "run_protocol", make)


@wrong("party 5's input comes first", "run")
def inputs_turned(replace: Replace) -> None:
    replace(
        steps,
        "_take",
        lambda original: lambda bits, n, before, p: original(bits, n, before, p)[:: -1 if n == 5 else 1],
    )


@wrong("the distilling block is checked too", *STEP_4)
def distilling_block_checked(replace: Replace) -> None:
    replace(steps, "step_4", lambda original: lambda p, grid, distilling, x, a: original(p, grid, (), x, a))


@wrong("a wrong distilling cell excuses its whole row in column selection", *STEP_4)
def whole_rows_excused(replace: Replace) -> None:
    def make(original: object) -> object:
        def step_4(p: Parameters, grid: list[Sequence[int]], distilling: Sequence[int], x: object, a: object) -> object:
            rows = [t for row in grid if set(row) & set(distilling) for t in row]
            return original(p, grid, rows, x, a)  # type: ignore[operator]

        return step_4

    replace(steps, "step_4", make)


@wrong("one right cell makes a block right", *STEP_4)
def any_right_cell(replace: Replace) -> None:
    def make(original: object) -> object:
        def step_4(p: Parameters, grid: list[Sequence[int]], d: Sequence[int], x: list[Bits], a: list[Bits]) -> object:
            blocks, cells = original(p, grid, d, x, a)  # type: ignore[operator]
            if p.selection is Selection.ROW:
                checked = [row for row in grid if not set(row) & set(d)]
                blocks = sum(all(GAME.coefficient(a[t], x[t]) for t in row) for row in checked)
            return blocks, cells

        return step_4

    replace(steps, "step_4", make)


@wrong("wrong cells are counted in place of wrong blocks", *STEP_4)
def cells_for_blocks(replace: Replace) -> None:
    def make(original: object) -> object:
        def step_4(p: Parameters, *rest: object) -> object:
            blocks, cells = original(p, *rest)  # type: ignore[operator]
            return (sum(cells) if p.selection is Selection.ROW else blocks), cells

        return step_4

    replace(steps, "step_4", make)


@wrong("the last block is not checked", *STEP_4)
def last_block_forgotten(replace: Replace) -> None:
    def make(original: object) -> object:
        return lambda p, grid, d, x, a: original(p, grid, (*d, *grid[-1]), x, a)  # type: ignore[operator]

    replace(steps, "step_4", make)


@wrong("a column with w wrong cells aborts", *STEP_4)
def tolerance_excluded(replace: Replace) -> None:
    def aborted(p: Parameters, blocks: int, cells: Sequence[int]) -> bool:
        return blocks > 0 if p.selection is Selection.ROW else any(n and n >= p.tolerance for n in cells)

    replace(steps, "is_aborted", lambda _: aborted)


@wrong("w bounds the wrong cells of all columns together", *STEP_4)
def tolerance_in_all(replace: Replace) -> None:
    def aborted(p: Parameters, blocks: int, cells: Sequence[int]) -> bool:
        return blocks > 0 if p.selection is Selection.ROW else sum(cells) > p.tolerance

    replace(steps, "is_aborted", lambda _: aborted)


@wrong("T bounds the wrong cells of each column and not of all together", *STEP_4)
def total_in_each(replace: Replace) -> None:
    def aborted(p: Parameters, blocks: int, cells: Sequence[int]) -> bool:
        return blocks > 0 if p.selection is Selection.ROW else max(cells) > p.tolerance

    replace(steps, "is_aborted", lambda _: aborted)


@wrong("a tolerance that is not used up is not passed", *STEP_4)
def tolerance_to_be_used(replace: Replace) -> None:
    def aborted(p: Parameters, blocks: int, cells: Sequence[int]) -> bool:
        return blocks > 0 if p.selection is Selection.ROW else sum(cells) != p.tolerance and max(cells) != p.tolerance

    replace(steps, "is_aborted", lambda _: aborted)


@wrong("column selection has no tolerance", *STEP_4)
def tolerance_ignored(replace: Replace) -> None:
    replace(steps, "is_aborted", lambda _: lambda p, blocks, cells: blocks > 0 or any(cells))


@wrong("the majority of parties 3, 4, 5", "distil", *RUN)
def majority_of_the_last_three(replace: Replace) -> None:
    replace(parameters, "MAJORITY_OF", lambda _: (2, 3, 4))


@wrong("the majority of all five", "distil", *RUN)
def majority_of_all_five(replace: Replace) -> None:
    replace(parameters, "MAJORITY_OF", lambda _: (0, 1, 2, 3, 4))


@wrong("the first output in place of the majority", "distil", *RUN)
def first_output(replace: Replace) -> None:
    replace(parameters, "MAJORITY_OF", lambda _: (0,))


@wrong("the minority", "distil", *RUN)
def minority(replace: Replace) -> None:
    replace(steps, "majority_of", lambda _: lambda a, parties: 1 - majority(tuple(a[i] for i in parties)))


@wrong("f is OR", "distil", *RUN)
def or_for_xor(replace: Replace) -> None:
    replace(extractor.Xor, "__call__", lambda _: lambda self, bits: int(any(bits)))


@wrong("f is the XOR of the first two", "distil", *RUN)
def xor_of_two(replace: Replace) -> None:
    replace(extractor.Xor, "__call__", lambda _: lambda self, bits: sum(bits[:2]) % 2)


@wrong("truth tables with m_1 least significant", "distil", *RUN)
def table_little_endian(replace: Replace) -> None:
    replace(extractor.TruthTable, "__call__", lambda original: lambda self, bits: original(self, bits[::-1]))


@wrong("k is kept though step 4 aborts", *RUN)
def k_after_abort(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(made: steps.Transcript) -> Outcome:
            found: Outcome = original(made)  # type: ignore[operator]
            if found.abort is not steps.Abort.WRONG_CORRELATIONS:
                return found
            votes = tuple(majority_of(a, (0, 1, 2)) for a in found.distilling_outputs)
            return changed(found, k=made.parameters.extractor(votes))

        return replay

    replace(steps, "replay", make)


@wrong("distilling quintuplets are numbered from 0", "arrange", *RUN)
def numbered_from_0(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(made: steps.Transcript) -> Outcome:
            found: Outcome = original(made)  # type: ignore[operator]
            return changed(found, distilling=tuple(t - 1 for t in found.distilling))

        return replay

    replace(steps, "replay", make)


@wrong("distilling quintuplets are numbered among the kept ones", *RUN)
def numbered_among_kept(replace: Replace) -> None:
    def make(original: object) -> object:
        def replay(made: steps.Transcript) -> Outcome:
            found: Outcome = original(made)  # type: ignore[operator]
            kept = steps.step_2(made.inputs)
            return changed(found, distilling=tuple(kept.index(t - 1) + 1 for t in found.distilling))

        return replay

    replace(steps, "replay", make)


@wrong("the reasons of an abort are exchanged", *RUN)
def reasons_exchanged(replace: Replace) -> None:
    first, second = steps.Abort.TOO_FEW_KEPT, steps.Abort.WRONG_CORRELATIONS

    def make(original: object) -> object:
        def replay(made: steps.Transcript) -> Outcome:
            found: Outcome = original(made)  # type: ignore[operator]
            return changed(found, abort={None: None, first: second, second: first}[found.abort])

        return replay

    replace(steps, "replay", make)


@wrong("the default N is 3 Nd Nb whatever c is", "parameters")
def default_n_for_3(replace: Replace) -> None:
    replace(parameters, "quintuplets_for", lambda _: lambda nd, m, c: 3 * nd * 2**m)


@wrong("the default N is rounded down", "parameters")
def default_n_rounded_down(replace: Replace) -> None:
    replace(parameters, "quintuplets_for", lambda _: lambda nd, m, c: int(c * nd * 2**m))


@wrong("Nd Nb must be less than N/c", "parameters")
def strict_size(replace: Replace) -> None:
    def make(original: object) -> object:
        def check(self: Parameters) -> None:
            original(self)  # type: ignore[operator]
            if self.c * self.nd * self.nb >= self.quintuplets:
                raise ValueError("[R4.4] too small")

        return check

    replace(Parameters, "__post_init__", make)


@wrong("Nb need not be a power of 2", "parameters")
def any_nb(replace: Replace) -> None:
    replace(parameters, "log2_of_blocks", lambda _: lambda nb: max(nb - 1, 0).bit_length())


@wrong("a long l is cut to size", "replay", "arrange")
def long_l_cut(replace: Replace) -> None:
    def make(original: object) -> object:
        def check(p: Parameters, bits: Bits, passed: bool) -> None:
            original(p, bits[: p.selection_bits if passed else 0], passed)  # type: ignore[operator]

        return check

    replace(steps, "check_l_bits", make)


@wrong("the digest of a transcript is not compared", "transcript")
def digest_ignored(replace: Replace) -> None:
    replace(body.BodyFile, "check_digest", lambda _: lambda self, progress=None: None)


@wrong("planes hold quintuplet 0 in the most significant bit", "transcript")
def planes_msb_first(replace: Replace) -> None:
    def make(original: object) -> object:
        def frame(self: body.BodyFile, number: int) -> bytes:
            data: bytes = original(self, number)  # type: ignore[operator]
            if self.encoding is body.BodyEncoding.TEXT:
                return data
            return bytes(int(f"{byte:08b}"[::-1], 2) for byte in data)

        return frame

    replace(body.BodyFile, "frame", make)


@wrong("text bodies list outputs before inputs", "transcript")
def outputs_first(replace: Replace) -> None:
    def make(original: object) -> object:
        return lambda file, number, count: ((x, a) for a, x in original(file, number, count))  # type: ignore[operator]

    replace(body, "_decode_text", make)


@wrong("the stream keeps its first 18 words", "words", "sample-source", "sample-device")
def no_warm_up(replace: Replace) -> None:
    replace(stream, "WARM_UP", lambda _: 0)


@wrong("an event happens iff U < T", "sample-source", "sample-device")
def event_below(replace: Replace) -> None:
    def happens(self: chance.Chance, chunk: stream.PlainChunk, first: int, t: int) -> int:
        return int(chunk.number(first, self.planes, t) < self.threshold)

    replace(chance.Chance, "happens", lambda _: happens)


@wrong("epsilon is rounded to the nearest multiple", "sample-source")
def rounded_to_nearest(replace: Replace) -> None:
    def up(probability: Fraction) -> chance.Chance:
        return chance.Chance._of(int(probability * 2**8) * 2**24)

    replace(chance.Chance, "rounded_up", lambda _: staticmethod(up))


@wrong("planes are read least significant first", "sample-source", "sample-device")
def planes_reversed(replace: Replace) -> None:
    def number(self: stream.PlainChunk, first: int, planes: int, t: int) -> int:
        return sum(self.bit(first + i, t) << i for i in range(planes))

    replace(stream.PlainChunk, "number", lambda _: number)


@wrong("the GHZ device is right outside X too", "sample-device")
def ghz_fifth_bit(replace: Replace) -> None:
    def outputs(self: devices.GhzDevice, chunk: stream.PlainChunk, first: int, t: int, x: Bits) -> Bits:
        four = tuple(chunk.bit(first + i, t) for i in range(4))
        return (*four, sum(four) % 2 ^ (GAME.target(x) or 0))

    replace(devices.GhzDevice, "outputs", lambda _: outputs)
