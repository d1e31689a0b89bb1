// Exact rationals on BigInt.

/** Of numbers that are not negative. */
function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

export function lcm(a, b) {
  return (a / gcd(a, b)) * b;
}

/** The number of binary digits of a positive integer. */
export function bitLength(n) {
  return n.toString(2).length;
}

function floorDiv(a, b) {
  const q = a / b;
  return a % b < 0n ? q - 1n : q;
}

/** A rational n/d in lowest terms, d > 0. */
export class Rational {
  constructor(n, d = 1n) {
    if (d < 0n) [n, d] = [-n, -d];
    const g = gcd(d, n < 0n ? -n : n);
    this.n = n / g;
    this.d = d / g;
  }
  static of(value) {
    return value instanceof Rational ? value : new Rational(BigInt(value));
  }
  static sum(terms) {
    // One common denominator: many small additions without a gcd for each.
    let d = 1n;
    for (const t of terms) d = lcm(d, t.d);
    let n = 0n;
    for (const t of terms) n += t.n * (d / t.d);
    return new Rational(n, d);
  }
  plus(o) {
    o = Rational.of(o);
    return new Rational(this.n * o.d + o.n * this.d, this.d * o.d);
  }
  minus(o) {
    o = Rational.of(o);
    return new Rational(this.n * o.d - o.n * this.d, this.d * o.d);
  }
  times(o) {
    o = Rational.of(o);
    return new Rational(this.n * o.n, this.d * o.d);
  }
  over(o) {
    o = Rational.of(o);
    return new Rational(this.n * o.d, this.d * o.n);
  }
  power(k) {
    return new Rational(this.n ** BigInt(k), this.d ** BigInt(k));
  }
  abs() {
    return this.n < 0n ? new Rational(-this.n, this.d) : this;
  }
  /** -1, 0 or 1. */
  compare(o) {
    o = Rational.of(o);
    const difference = this.n * o.d - o.n * this.d;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  equals(o) {
    return this.compare(o) === 0;
  }
  less(o) {
    return this.compare(o) < 0;
  }
  greater(o) {
    return this.compare(o) > 0;
  }
  floor() {
    return floorDiv(this.n, this.d);
  }
  ceil() {
    return -floorDiv(-this.n, this.d);
  }
  max(o) {
    return this.less(o) ? Rational.of(o) : this;
  }
  min(o) {
    return this.greater(o) ? Rational.of(o) : this;
  }
  toString() {
    return this.d === 1n ? `${this.n}` : `${this.n}/${this.d}`;
  }
}

export const ZERO = new Rational(0n);
export const ONE = new Rational(1n);
export const HALF = new Rational(1n, 2n);

/** A list of rationals as integers over their least common denominator. */
export function overCommonDenominator(values) {
  let denominator = 1n;
  for (const v of values) denominator = lcm(denominator, v.d);
  return { numerators: values.map((v) => v.n * (denominator / v.d)), denominator };
}
