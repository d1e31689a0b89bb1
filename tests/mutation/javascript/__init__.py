"""Mutants of the second implementation, judged by the conformance kit alone; see ../README.md."""
