"""The second checker: it puts a certificate to Z3 and shares with the kernel bits and game alone."""
