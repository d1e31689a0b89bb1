"""Source and devices of a run, as its account tells of them, whatever the protocol."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fractions import Fraction

from freebit.commands.exits import InputError
from freebit.commands.run_bounds import refuted_by
from freebit.commands.run_request import FileSource, RunRequest, worst_error
from freebit.protocol.parameters import SourceExhaustedError
from freebit.simulate.devices import Device
from freebit.simulate.sources import SampledSource
from freebit.source.frequencies import FALSE_ALARM
from freebit.source.weakbits import ASSUMPTION, bits_of
from freebit.theorem.assumptions import Assumption

#: What is said where the fast engine cannot be imported.
WITHOUT_ENGINE = "the fast engine: {}, or use --plain"


@dataclass(frozen=True)
class Behind:
    """What is behind a run: the source, the devices, the seed of what is sampled, and the assumed epsilon."""

    source: SampledSource | FileSource
    device: Device
    seed: int
    epsilon: Fraction

    def provenance(self, source_bits: int) -> dict[str, str]:
        """Where the bits came from, as a transcript's header tells it [R1.19], [R6.35]."""
        if isinstance(self.source, FileSource):
            facts = asdict(self.source.weak.provenance(source_bits))
            return {f"source {key.replace('_', ' ')}": str(value) for key, value in facts.items()}
        return {"source": self.source.description, "assumption": ASSUMPTION}

    def about(self, used: int) -> dict[str, dict[str, str]]:
        """Source and devices, as the account of the run describes them; ``used`` bits were taken."""
        if isinstance(self.source, FileSource):
            source = {key: str(value) for key, value in asdict(self.source.weak.provenance(used)).items()}
            source["epsilon_not_refuted"] = str(self.source.epsilon_at_most())
        else:
            source = {"description": self.source.description, "epsilon": str(self.source.epsilon)}
        devices = {"description": self.device.description, "wrong_probability": str(worst_error(self.device))}
        return {"source": source, "devices": devices}

    def refuted(self) -> tuple[Assumption, ...]:
        """What the source's bits, or what is known of it, refute [R6.69]."""
        if isinstance(self.source, FileSource):
            why = f"its bits refute it with a false alarm of {float(FALSE_ALARM):.1e}, see freebit describe"
            return refuted_by(self.source.epsilon_at_most(), self.epsilon, why)
        return refuted_by(self.source.epsilon, self.epsilon, "the sampled source has less")

    def for_people(self, about: dict[str, dict[str, str]]) -> dict[str, str]:
        """The same in words."""
        source, devices = about["source"], about["devices"]
        if isinstance(self.source, FileSource):
            told = (
                f"{source['path']} ({source['encoding']}, stride {source['stride']}), {source['bits_used']} bits used; "
                f"SHA-256 {source['sha256']}"
            )
            most = Fraction(source["epsilon_not_refuted"])
            if self.epsilon > most:
                told += (
                    f". THE DATA REFUTE THE ASSUMED EPSILON: eq (1) could hold with {float(most):.4f} at most "
                    f"(false alarm {float(FALSE_ALARM):.1e}; see freebit describe)"
                )
        else:
            told = f"{source['description']}; eq (1) holds with epsilon = {source['epsilon']}"
            if self.source.epsilon < self.epsilon:
                told += ", LESS THAN ASSUMED"
        wrong = Fraction(devices["wrong_probability"])
        chance = str(wrong) if wrong.denominator < 1000 else f"about {float(wrong):.4g}"
        return {
            "source": told,
            "devices": f"{devices['description']}; wrong with probability {chance} (at the worst input)",
            "seed": str(self.seed),
        }


@contextmanager
def exhaustion_told(request: RunRequest) -> Iterator[None]:
    """A source with too few bits is refused by its name and its stride."""
    try:
        yield
    except SourceExhaustedError as error:
        stride = f" with stride {request.stride}" if request.stride > 1 else ""
        raise InputError(f"{request.source}{stride}: {error}") from error


def plain_bits(behind: Behind) -> Iterator[int]:
    """The bits of the source, one by one."""
    if isinstance(behind.source, FileSource):
        return bits_of(behind.source.blocks())
    return behind.source.bits(behind.seed)
