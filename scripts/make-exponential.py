#!/usr/bin/env python3
"""Tables and coefficients for 2^u in src/backends/wasm/assembly/exp.ts (exp-table.ts is written, the rest printed).

Double: 2^(j/256) for j < 256, correctly rounded, as bits less j·2^44, so that adding the bits of 256u, rounded and shifted left by 44, leaves
the table index out of the exponent; then a polynomial for 2^(r/256), |r| <= 1/2. Single: a polynomial for 2^r.

Polynomials by Remez exchange for the relative error, p(r)/2^r - 1, in decimal arithmetic of 60 digits (E. Remez, 1934; the linear
systems are solved by elimination with pivoting). Coefficients are then rounded to their format, the constant to 1.

    python3 scripts/make-exponential.py        # standard library only
"""
import pathlib
import struct
from decimal import Decimal, getcontext

getcontext().prec = 60
LN2 = Decimal(2).ln()
HALF = Decimal(1) / 2
PI = Decimal("3.14159265358979323846264338327950288419716939937510")


def power(r, scale=1):
    return (r * LN2 / scale).exp()


def cosine(angle):
    term = total = Decimal(1)
    for k in range(1, 60):
        term *= -angle * angle / ((2 * k - 1) * (2 * k))
        total += term
    return total


def solve(rows):
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda j: abs(rows[j][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for j in range(i + 1, size):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [b - factor * a for a, b in zip(rows[i], rows[j])]
    found = [Decimal(0)] * size
    for i in reversed(range(size)):
        rest = sum(rows[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (rows[i][size] - rest) / rows[i][i]
    return found


def evaluate(coefficients, r):
    total = Decimal(0)
    for c in reversed(coefficients):
        total = total * r + c
    return total


def remez(degree, scale):
    """The best c_0 ... c_degree: the error is largest, with alternating signs, at degree + 2 points."""
    count = degree + 2
    points = [HALF * cosine(PI * (2 * i + 1) / (2 * count)) for i in range(count)]
    grid = [Decimal(i) / 1000 - HALF for i in range(1001)]
    for _ in range(12):
        rows = [[r**k / power(r, scale) for k in range(degree + 1)] + [Decimal((-1) ** i), Decimal(1)] for i, r in enumerate(points)]
        *coefficients, level = solve(rows)
        errors = [evaluate(coefficients, r) / power(r, scale) - 1 for r in grid]
        runs = []  # the extreme of every run of one sign
        for r, e in zip(grid, errors):
            if not runs or (e > 0) != (runs[-1][1] > 0):
                runs.append((r, e))
            elif abs(e) > abs(runs[-1][1]):
                runs[-1] = (r, e)
        if len(runs) != count:
            raise ArithmeticError("the exchange lost a point")
        points = [r for r, _ in runs]
        if max(map(abs, errors)) < abs(level) * Decimal("1.001"):
            return coefficients
    raise ArithmeticError("no convergence")


def rounded(value, code):
    return Decimal(struct.unpack(code, struct.pack(code, float(value)))[0])


def polynomial(name, degree, code, scale):
    best = remez(degree, scale)
    kept = [rounded(c, code) for c in best]
    grid = [Decimal(i) / 4000 - HALF for i in range(4001)]
    errors = [max(abs(evaluate(found, r) / power(r, scale) - 1) for r in grid) for found in (best, kept)]
    print(f"{name}, degree {degree}: largest relative error {errors[0]:.2e}, with rounded coefficients {errors[1]:.2e}")
    for k, c in enumerate(kept):
        print(f"  {k:2d}  {float(c)!r}")


def table(size, shift):
    def bits(j):
        return struct.unpack("<q", struct.pack("<d", float(power(Decimal(j) / size))))[0] - (j << shift)

    rows = [", ".join(hex(bits(j)) for j in range(i, i + 6) if j < size) for i in range(0, size, 6)]
    return (
        "/** The bits of 2^(j/256), less j·2^44, for j < 256. Made by scripts/make-exponential.py. */\n"
        + "export const POWERS: usize = memory.data<i64>([\n"
        + "".join(f"  {row},\n" for row in rows)
        + "]);\n"
    )


assembly = pathlib.Path(__file__).parent.parent / "src/backends/wasm/assembly"
(assembly / "exp-table.ts").write_text(table(256, 44))
polynomial("double", 4, "<d", 256)
polynomial("single", 6, "<f", 1)
