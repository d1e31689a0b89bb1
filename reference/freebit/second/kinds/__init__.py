"""One module for each kind of certificate: its reading, the rules that are decided plainly, and its questions."""
