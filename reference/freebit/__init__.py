"""freebit: full randomness amplification, specified, implemented and proof-checked.

The package is laid out along one trust boundary.  ``bits``, ``game`` and ``box`` are the
paper's objects; ``certificate`` checks; ``solver`` and ``simulate`` find.  A finder hands a
checker a file and nothing else.
"""

__version__ = "0.1.0"
