"""A certificate as a heat map: the numbers of a dual vector, entry by entry."""

import marimo

app = marimo.App(width="full")


@app.cell
def _():
    import json
    from fractions import Fraction

    import marimo as mo
    import matplotlib.pyplot as plt
    import numpy as np

    from freebit import facts_of
    from freebit.verification import default_folder

    return Fraction, default_folder, facts_of, json, mo, np, plt


@app.cell
def _(mo):
    mo.md("""
    # A certificate

    A vector D over the entries (a,x) proves a bound if it acts on every non-signalling box as the gap of the bound, and
    is at least 0 on every entry that does not lose. The one-page proof of the Lemma has 96 numbers.
    """)
    return


@app.cell
def _(default_folder, facts_of, json):
    data = (default_folder() / "lemma" / "sparse-10000-123.json").read_bytes()
    # What the kernel rejects has no facts, and raises an error.
    facts = facts_of(data)
    dual = json.loads(data)["witness"]["dual"]
    return dual, facts


@app.cell
def _(Fraction, dual, np):
    # Rows are inputs, columns outputs; what is not in the file is 0.
    heights = np.zeros((32, 32))
    for _key, _value in dual.items():
        _outputs, _inputs = _key.split("|")
        heights[int(_inputs, 2), int(_outputs, 2)] = float(Fraction(_value))
    return (heights,)


@app.cell
def _(dual, heights, plt):
    figure, axes = plt.subplots(figsize=(9, 9))
    image = axes.imshow(heights, cmap="RdBu", vmin=-abs(heights).max(), vmax=abs(heights).max())
    words = [f"{word:05b}" for word in range(32)]
    axes.set_xticks(range(32), words, rotation=90, fontsize=7)
    axes.set_yticks(range(32), words, fontsize=7)
    axes.set(xlabel="outputs a", ylabel="inputs x", title=f"{len(dual)} numbers of D")
    figure.colorbar(image, shrink=0.7)
    figure
    return


if __name__ == "__main__":
    app.run()
