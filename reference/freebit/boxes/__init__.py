"""The paper's objects, chapter 2: bits, boxes, games and their symmetries."""
