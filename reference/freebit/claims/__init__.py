"""Every claim of the paper, in its order, with what proves it; and the claims that are ours.

``registry.CLAIMS`` lists them; ``model.check_claim`` checks one.  The other modules compute what the claims state;
each check takes the claimed numbers as arguments, so that a wrong number can be shown to fail.
"""
