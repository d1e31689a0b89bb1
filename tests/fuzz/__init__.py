"""Structured mutants of certificates through all checkers; ``python -m tests.fuzz --help``."""
