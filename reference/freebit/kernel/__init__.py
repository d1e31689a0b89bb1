"""The checking kernel, chapter 3: whoever trusts an accepted certificate trusts this room and what it rests on.

It rests on the standard library (``json`` and Python's integers and ``Fraction``), on ``freebit.wire``, which makes
values of bytes, on ``freebit.boxes``: bits, games, entries and their types, and on ``freebit.codes``: binary codes.
It knows nothing of how a certificate was found.  ``functional`` and ``symmetric`` are the linear algebra of R3.2,
``laws`` and ``members`` what several kinds share, ``kinds`` has one file for each kind, and ``check`` the table of
kinds and the verdict.

What it does not vouch for: that the claim means what its reader thinks (chapter 3 says what it means); that the
interpreter and the machine compute rightly; and that the file which a person looks at is the one that was checked.
All arithmetic is exact.  Every input is decided, in time and memory that the limits of chapter 6 bound.
"""
