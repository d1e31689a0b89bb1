"""What a bit is worth, chapter 5: the guessing probability, and explicit adversaries."""
