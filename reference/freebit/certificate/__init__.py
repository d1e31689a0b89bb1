"""Checkers: the certificate format, the kernel and the independent Z3 check.

Nothing here imports a finder, and the modules the kernel consists of import the standard library only.
"""
