#!/usr/bin/env python3
"""Eigenvalues of real matrices by NumPy (LAPACK's dgeev), for src/numerics/eigenvalues.ts.

Every case is {name, d, matrix | formula, condition, eigenvalues}: the matrix as rows, or "formula" for large ones, which the
test makes itself by the same integer arithmetic; condition is that of the eigenvectors (Bauer and Fike: an eigenvalue of a
matrix wrong by E moves by at most condition · |E|); eigenvalues are [real part, imaginary part].

    python3 make_eigenvalues.py        # needs numpy; writes eigenvalues.json beside itself
"""
import json
import pathlib

import numpy as np

draw = np.random.default_rng(20241107)


def by_formula(d):
    """Entries in (-1/2, 1/2) from integers alone."""
    i, j = np.meshgrid(np.arange(d), np.arange(d), indexing="ij")
    return ((7 + 31 * i + 57 * j + 13 * i * j + 5 * i * i * j) % 211) / 211 - 0.5


def rotation(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def blocks(*parts):
    d = sum(len(part) for part in parts)
    m, at = np.zeros((d, d)), 0
    for part in parts:
        m[at : at + len(part), at : at + len(part)] = part
        at += len(part)
    return m


def turned(m):
    q, _ = np.linalg.qr(draw.normal(size=m.shape))
    return q @ m @ q.T


def rounded(m):
    """Few digits, so that the file stays small: the golden is of the rounded matrix."""
    return np.round(m, 6)


small = {f"gaussian, d = {d}": rounded(draw.normal(size=(d, d)) / np.sqrt(d)) for d in (1, 2, 3, 4, 5, 8, 13, 24)}
small |= {
    "symmetric": rounded((lambda m: m + m.T)(draw.normal(size=(7, 7)))),
    "antisymmetric": rounded((lambda m: m - m.T)(draw.normal(size=(6, 6)))),
    "rank 2 of 6": rounded(draw.normal(size=(6, 2))) @ rounded(draw.normal(size=(2, 6))),
    "pairs near the imaginary axis": rounded(turned(blocks(rotation(1.57), 2 * rotation(1.5708), [[-0.001]]))),
    "all in the left half-plane": rounded(turned(blocks(-2 * rotation(0.3), [[-0.1]], [[-5]]))),
    "far from normal": rounded(np.triu(draw.normal(size=(6, 6)), 1) * 10 + np.diag([1, 1.1, 1.2, -1, -1.1, 0])),
    "of many sizes": np.diag([1.0, 10.0, 100.0, 1000.0]) @ rounded(draw.normal(size=(4, 4))),
}


def case(name, m, **given):
    values, vectors = np.linalg.eig(m)
    return {
        "name": name,
        "d": len(m),
        **given,
        "condition": float(f"{np.linalg.cond(vectors):.3g}"),
        "eigenvalues": [[float(v.real), float(v.imag)] for v in values],
    }


cases = [case(name, m, matrix=m.tolist()) for name, m in small.items()]
cases += [case(f"by formula, d = {d}", by_formula(d), formula=True) for d in (40, 96)]
text = ",\n".join(json.dumps(entry) for entry in cases)
pathlib.Path(__file__).with_name("eigenvalues.json").write_text(f"[\n{text}\n]\n")
