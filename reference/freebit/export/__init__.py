"""Certificates and curves in other forms, for other programs' checkers and for people; none of it is trusted."""
