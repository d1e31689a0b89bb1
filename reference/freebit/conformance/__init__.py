"""The conformance kit: vectors, the runner that judges implementations, and our own behind its protocol [R7.1].

``vectors`` holds what is asked and expected, ``transport`` talks to implementations, ``runner`` judges
them, ``report`` writes the judgement down, ``operations`` and ``peer`` are freebit itself as a candidate.
"""
