"""The checking kernel, chapter 3: standard library, bits, game and wire only."""
