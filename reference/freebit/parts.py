"""What freebit uses beside Python's standard library: what each part is for, and how one gets it."""

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True)
class Part:
    """A package of Python: the module that is imported, the distribution it comes in, and what it is for.

    ``install`` is what pip is asked for; ``remark`` is what has to be known before.
    """

    module: str
    distribution: str
    use: str
    install: str
    remark: str = ""

    @property
    def installed(self) -> bool:
        """Whether the module can be found here; it is not imported."""
        return find_spec(self.module) is not None

    @property
    def version(self) -> str:
        """The installed version, "?" if it does not say."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version(self.distribution)
        except PackageNotFoundError:
            return "?"

    @property
    def missing(self) -> str:
        """What is said where the part is needed and not there."""
        return f"{self.distribution} is not installed: {self.how}"

    @property
    def how(self) -> str:
        """How the part is installed, in one line."""
        return f"pip install {self.install}" + (f" ({self.remark})" if self.remark else "")


Z3 = Part("z3", "z3-solver", "the second checker", "z3-solver")
FLINT = Part("flint", "python-flint", "theorems: bounds, plans, enclosed logarithms", "python-flint")
SYMPY = Part("sympy", "sympy", "symbolic claims: the limit of eq (13), the states that win", "sympy")
NUMPY = Part("numpy", "numpy", "the fast engine of run and replay", "numpy")
CDD = Part(
    "cdd",
    "pycddlib",
    "solve: exact linear programs, to find certificates again",
    "'freebit[lp]'",
    "GPL; needs a C compiler and Debian's libcdd-dev and libgmp-dev",
)
SCIPY = Part("scipy", "scipy", "solve tested: larger linear programs", "'freebit[lp]'")
MATPLOTLIB = Part("matplotlib", "matplotlib", "plot: the pictures", "'freebit[plot]'")
DASK = Part(
    "distributed", "distributed", "--workers and --scheduler: many processes and machines", "'freebit[distributed]'"
)
FSSPEC = Part("fsspec", "fsspec", "transcripts in object stores, such as s3:// (with s3fs)", "'freebit[distributed]'")

#: In every installation.
USUAL = (
    Part("click", "click", "the commands", "click"),
    Part("rich", "rich", "tables and progress", "rich"),
    Z3,
    FLINT,
    SYMPY,
    NUMPY,
)
#: Only if it is asked for.
EXTRA = (CDD, SCIPY, MATPLOTLIB, DASK, FSSPEC)


def part_of(module: str | None) -> Part | None:
    """The part that a module, or a module inside it, belongs to; None if there is none."""
    name = (module or "").partition(".")[0]
    return next((part for part in (*USUAL, *EXTRA) if part.module == name), None)
