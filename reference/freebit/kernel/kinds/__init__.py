"""One module for each kind of certificate: its reader, its rules and the fact it proves."""
