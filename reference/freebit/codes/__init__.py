"""Binary linear codes: what a generator is, concatenations over GF(2^m), and how words are counted.

It is shared by the kernel, which certifies the weights of a code, and by the protocol, which makes a key of many bits
with one; like ``freebit.boxes`` it uses the standard library alone.
"""
