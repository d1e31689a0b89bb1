"""Makes the conformance vectors: ``python -m conformance.generate`` writes them, ``--check`` compares.

What is expected is written by hand or worked out by ``oracle``, which knows the definitions and nothing of
the reference.  Ids are for ever: a vector that goes is listed in ``RETIRED``, and its id is not used again.
"""
