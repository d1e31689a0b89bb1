"""The theorems of chapter 5, one module for each; ``freebit.theorem.table`` lists them."""
