"""The frontier of certified families: alpha against the least K, for an epsilon."""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    from fractions import Fraction

    import marimo as mo
    import matplotlib.pyplot as plt

    from freebit.theorem.certified import committed_families

    return Fraction, committed_families, mo, plt


@app.cell
def _(mo):
    mo.md("""
    # The frontier

    A certified family bounds the bias of a majority by alpha + beta times the loss, whatever the box. Between families
    everything is a mixture of two of them. For an epsilon of the source, K is the least number in beta's place.
    """)
    return


@app.cell
def _(mo):
    tenths = mo.ui.slider(1, 50, value=45, label="epsilon in hundredths")
    tenths
    return (tenths,)


@app.cell
def _(Fraction, committed_families, tenths):
    epsilon = Fraction(tenths.value, 100)
    # The families have been accepted by the kernel as they were read.
    chain = committed_families().chain(epsilon)
    steps = [chain.at(Fraction(i, 200)) for i in range(100, 200)]
    points = [(step.alpha, step.K) for step in steps if step is not None]
    vertices = [(vertex.alpha, vertex.K) for vertex in chain.vertices if vertex.K]
    return epsilon, points, vertices


@app.cell
def _(epsilon, plt, points, vertices):
    figure, axes = plt.subplots()
    axes.plot(*zip(*[(float(alpha), float(K)) for alpha, K in points], strict=True))
    axes.plot(*zip(*[(float(alpha), float(K)) for alpha, K in vertices], strict=True), "o")
    axes.set(xlabel="alpha", ylabel="least K", yscale="log", title=f"epsilon = {epsilon}")
    figure
    return


if __name__ == "__main__":
    app.run()
