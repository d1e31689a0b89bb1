"""A page that checks certificates in a browser: the second implementation and all certificates in one file."""
