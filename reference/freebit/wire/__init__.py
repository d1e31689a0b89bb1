"""The wire, chapter 6: from bytes to a tree, rationals, and the reader of documents."""
