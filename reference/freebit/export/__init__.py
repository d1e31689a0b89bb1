"""Certificates and curves in other forms, for strangers' checkers and for people; none of it is trusted."""
