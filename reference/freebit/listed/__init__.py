"""Files that a list names, read apart from one another [R6.132]-[R6.135]."""
