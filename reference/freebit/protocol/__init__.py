"""The protocol, chapter 4: its parameters, its steps to the letter, and its transcripts."""
