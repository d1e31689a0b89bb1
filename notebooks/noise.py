"""How the least N grows with the noise of an honest device, by theorem."""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    from fractions import Fraction

    import marimo as mo
    import matplotlib.pyplot as plt

    from freebit import NoPlanError, plan

    return Fraction, NoPlanError, mo, plan, plt


@app.cell
def _(mo):
    mo.md("""
    # Noise

    An honest cell is wrong with some probability; a tolerance is chosen such that honest devices pass with probability
    at least 9/10, and the bound holds with that tolerance. Beyond some noise a theorem guarantees nothing at any size.
    """)
    return


@app.cell
def _(mo):
    hundredths = mo.ui.slider(20, 50, value=45, label="epsilon in hundredths")
    hundredths
    return (hundredths,)


@app.cell
def _(Fraction, NoPlanError, hundredths, plan):
    epsilon, delta = Fraction(hundredths.value, 100), Fraction(1, 2**64)
    noises = [Fraction(k, 1000) for k in (0, 1, 2, 5, 10, 15, 20)]

    def size(theorem, noise):
        """The least N, or None where the theorem finds none."""
        try:
            return int(plan(epsilon, delta, theorem=theorem, error=noise or None).quintuplets)
        except NoPlanError:
            return None

    sizes = {theorem: [size(theorem, noise) for noise in noises] for theorem in ("column-sharp", "tested")}
    return epsilon, noises, sizes


@app.cell
def _(epsilon, noises, plt, sizes):
    figure, axes = plt.subplots()
    for theorem, numbers in sizes.items():
        found = [(float(noise), n) for noise, n in zip(noises, numbers, strict=True) if n is not None]
        axes.plot(*zip(*found, strict=True), "o-", label=theorem)
    axes.set(xlabel="noise", ylabel="N", yscale="log", title=f"delta = 2^-64, epsilon = {epsilon}")
    axes.legend()
    figure
    return


if __name__ == "__main__":
    app.run()
