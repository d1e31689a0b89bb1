"""The weak source, chapter 1: exact sources, files of weak bits, and what data refute."""
