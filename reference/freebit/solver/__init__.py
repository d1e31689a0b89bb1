"""Finders of certificates: exact linear programs, reduced by symmetry; whatever they find is checked [R3.1]."""
