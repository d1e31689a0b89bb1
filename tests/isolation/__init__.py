"""One rule left out, for the tests: what breaks that rule alone is accepted then [R7.25].

The reference has no switch for this.  A rule of a kind of certificates is left out of the rules that are decided; a
limit is raised; a check that is a function of its own answers nothing; and where a rule says what a value must be,
the value is put right at the place that the refusal names, and nothing else is touched.
"""
