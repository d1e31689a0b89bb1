"""Attacks, exactly, beside the bounds: what is between them is not known."""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    from fractions import Fraction

    import marimo as mo
    import matplotlib.pyplot as plt

    from freebit import GridSize, bound
    from freebit.security.adversary import adversaries, value

    return Fraction, GridSize, adversaries, bound, mo, plt, value


@app.cell
def _(mo):
    mo.md("""
    # Attack against bound

    P(guess) - 1/2 of the best explicit adversary, with column selection, and what the theorems allow at most, on grids
    of eight rows. The bounds hold if eq (1) holds with the assumed epsilon (R5.7), if all boxes are separate (R5.8),
    and if the outputs do not depend on the selection bits (R5.9).
    """)
    return


@app.cell
def _(Fraction, GridSize, adversaries, bound, value):
    epsilon, columns = Fraction(9, 20), range(1, 7)
    half = Fraction(1, 2)
    attacks = [max(value(each, "column", epsilon) - half for each in adversaries(nd, 8, "column")) for nd in columns]
    sizes = [GridSize(nd, 3) for nd in columns]
    bounds = {
        theorem: [bound(epsilon, size, theorem=theorem).excess.decimals(7)[1] for size in sizes]
        for theorem in ("column", "column-sharp")
    }
    return attacks, bounds, columns, epsilon


@app.cell
def _(attacks, bounds, columns, epsilon, plt):
    figure, axes = plt.subplots()
    axes.plot(columns, [float(each) for each in attacks], "o-", label="best attack")
    for theorem, heights in bounds.items():
        axes.plot(columns, [float(each) for each in heights], "s--", label=f"bound {theorem}")
    axes.set(xlabel="Nd", ylabel="P(guess) - 1/2", yscale="log", title=f"Nb = 8, epsilon = {epsilon}")
    axes.legend()
    figure
    return


if __name__ == "__main__":
    app.run()
