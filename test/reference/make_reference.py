#!/usr/bin/env python3
"""Reference trajectories of attention dynamics on the sphere, made with SciPy.

For tokens x_1, ..., x_n on the unit sphere of R^d the equation is

    dx_k/dt = P_{x_k} (N_k / Z_k),        P_x y = y - <x, y> x / |x|^2,
    N_k = sum_{j in S_k} e^{beta <Q x_k, K x_j>} V x_j
          + sum_j a_j e^{beta <Q x_k, K theta_j>} V theta_j,

    mask "causal":            S_k = {1, ..., k}
    mask "full":              S_k = {1, ..., n}
    normalization "softmax":  Z_k = the sum of the exponentials in N_k, those of the
                              centers with their weights a_j
    normalization "count":    Z_k = n, the number of all tokens, whatever the mask

The frozen centers theta_j (unit vectors, weights a_j > 0) are optional.

The field is evaluated at x/|x| and integrated by DOP853 as an ODE in R^{n x d}, from each
saved time to the next (no dense output), the rows being renormalized at every saved time.
Every case runs at two tolerances; a time is kept only if both runs agree there, and at all
earlier times, to AGREE in every coordinate.

    python3 make_reference.py            remake every file in cases/
    python3 make_reference.py NAME ...   remake only these

It needs NumPy and SciPy (1.10 or newer).
"""
import json
import math
import pathlib
import sys

import numpy as np
import scipy
from scipy.integrate import solve_ivp
from scipy.linalg import expm

TIGHT = dict(rtol=3e-14, atol=1e-15)
LOOSE = dict(rtol=3e-13, atol=1e-14)
AGREE = 1e-10
FOLDER = pathlib.Path(__file__).resolve().parent / "cases"


# ---------------------------------------------------------------- the equation

def unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def field(x, c):
    """The right-hand side at the rows of x/|x|."""
    n = len(x)
    x = unit(x)
    sources, log_weight = x, np.zeros(n)
    allowed = np.tri(n, dtype=bool) if c["mask"] == "causal" else np.ones((n, n), bool)
    if "centers" in c:
        sources = np.vstack([x, c["centers"]])
        log_weight = np.concatenate([log_weight, np.log(c["weights"])])
        allowed = np.hstack([allowed, np.ones((n, len(c["centers"])), bool)])
    s = c["beta"] * (x @ c["query"].T) @ (sources @ c["key"].T).T + log_weight
    s = np.where(allowed, s, -np.inf)
    if c["normalization"] == "softmax":
        w = np.exp(s - s.max(axis=1, keepdims=True))
        w /= w.sum(axis=1, keepdims=True)
    else:
        w = np.exp(s) / n
    y = w @ (sources @ c["value"].T)
    return y - np.sum(x * y, axis=1, keepdims=True) * x


def trajectory(c, **tolerance):
    x, t, out = c["initial"], 0.0, []
    for s in c["times"]:
        run = solve_ivp(lambda _, y: field(y.reshape(x.shape), c).ravel(),
                        (t, s), x.ravel(), method="DOP853", t_eval=[s], **tolerance)
        if not run.success:
            raise RuntimeError(f"{c['name']}: {run.message}")
        x, t = unit(run.y[:, -1].reshape(x.shape)), s
        out.append(x)
    return np.array(out)


# ---------------------------------------------------------------- the cases

def sphere(rng, n, d):
    return unit(unit(rng.standard_normal((n, d))))


def gauss(rng, d, scale=1.0):
    # three decimals keep the files small; the rounded matrix is the matrix
    return np.round(rng.standard_normal((d, d)) * scale, 3)


def rotation(axis, angle):
    a = unit(np.array(axis, float))
    return expm(angle * np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]]))


def case(name, n, d, beta, times, seed, query=None, key=None, value=None, mask="causal",
         normalization="softmax", initial=None, **centers):
    eye = np.eye(d)
    if initial is None:
        initial = sphere(np.random.default_rng(seed), n, d)
    return dict(name=name, n=n, d=d, beta=float(beta),
                query=eye if query is None else query, key=eye if key is None else key,
                value=eye if value is None else value, mask=mask,
                normalization=normalization, **centers,
                initial=initial, times=[float(t) for t in times])


def cases():
    def rng(seed):
        return np.random.default_rng(1000 + seed)

    yield case("circle-beta-9", 24, 2, 9, (.5, 2, 8, 20), 1)
    yield case("circle-beta-64", 40, 2, 64, (1, 5, 20, 60), 2)

    r = rng(3)
    yield case("sphere-random-qk", 16, 3, 1.5, (.5, 2, 6, 15), 3, query=gauss(r, 3), key=gauss(r, 3))
    yield case("sphere-v-diagonal", 16, 3, 4, (1, 4, 12, 30), 4, value=np.diag([1, .6, -.3]))
    yield case("sphere-v-rotation", 16, 3, 3, (1, 4, 10, 25), 5, value=rotation([1, 2, -.7], 1.1))
    c, s = math.cos(.8), math.sin(.8)
    yield case("sphere-v-rotation-contraction", 16, 3, 3, (1, 4, 10, 25), 6,
               value=np.array([[c, -s, 0], [s, c, 0], [0, 0, .4]]))

    r = rng(7)
    q, k, v = (gauss(r, 5, 5 ** -.5) for _ in range(3))
    yield case("d5-random-qkv", 12, 5, 2, (1, 4, 12, 30), 7, query=q, key=k, value=v)
    r = rng(8)
    yield case("d8-full", 16, 8, 3, (.5, 2, 6, 15), 8, query=gauss(r, 8, 8 ** -.5),
               key=gauss(r, 8, 8 ** -.5), mask="full")
    r = rng(9)
    q, k, v = (gauss(r, 64, 1 / 8) for _ in range(3))
    yield case("d64-random", 10, 64, 5, (1, 4, 12), 9, query=q, key=k, value=v)

    yield case("d3-unnormalized-full", 12, 3, 1, (.5, 2, 6, 15), 10, mask="full",
               normalization="count")
    r = rng(11)
    yield case("d3-unnormalized-causal", 12, 3, 1, (.5, 2, 6, 15), 11, query=gauss(r, 3),
               key=gauss(r, 3), normalization="count")
    yield case("v-minus-identity", 10, 3, 2, (.5, 2, 8, 20), 12, value=-np.eye(3))

    angle = .3 + 2 * np.pi * np.arange(3) / 3
    yield case("frozen-centers-circle", 12, 2, 16, (.5, 2, 8, 20), 13,
               centers=unit(np.column_stack([np.cos(angle), np.sin(angle)])),
               weights=np.array([1, 2, 3.5]))
    r = rng(14)
    q, k, v = (gauss(r, 3) for _ in range(3))
    yield case("frozen-centers-qkv", 12, 3, 2, (.5, 2, 6, 15), 14, query=q, key=k, value=v,
               centers=sphere(r, 2, 3), weights=np.array([.7, 2.2]))

    yield case("beta-zero", 8, 3, 0, (.5, 2, 6, 15), 15)
    yield case("one-token", 1, 4, 1, (.5, 2, 6, 15), 16, value=gauss(rng(16), 4))

    # At beta = 1e4 tokens interact only within about .02, so half of them start that near
    # to one of the others; the rest stay where they are.
    r = rng(17)
    x = sphere(r, 6, 3)
    x = unit(unit(np.vstack([x, x + .012 * r.standard_normal((6, 3))])))
    yield case("beta-large", 12, 3, 1e4, (.1, 1, 5), 17, initial=x[r.permutation(12)])

    yield case("full-softmax-circle", 20, 2, 9, (.5, 2, 8, 20), 18, mask="full")


# ---------------------------------------------------------------- checks and files

def length_error(rows):
    return max(abs(math.sqrt(math.fsum(v * v for v in row)) - 1) for row in rows.tolist())


def check(c, tokens):
    """What must hold exactly, whatever the integrator."""
    name, x0, v = c["name"], c["initial"], c["value"]
    assert length_error(x0) <= 1e-15, name
    for x in tokens:
        assert length_error(x) <= 1e-15, name
    if "centers" in c:
        assert length_error(c["centers"]) <= 1e-15, name
    elif c["mask"] == "causal":
        # token 1 sees only itself
        if np.array_equal(abs(v), np.eye(c["d"])) and abs(np.trace(v)) == c["d"]:
            assert abs(tokens[:, 0] - x0[0]).max() < 1e-12, name
        elif c["normalization"] == "softmax":
            for t, x in zip(c["times"], tokens):
                assert abs(x[0] - unit(expm(t * v) @ x0[0])).max() < 1e-11, name


def as_json(record):
    """One top-level key a line; repr precision, so that every double reads back exactly."""
    lines = []
    for key, value in record.items():
        value = value.tolist() if isinstance(value, np.ndarray) else value
        lines.append(f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}")
    return "{" + ",\n".join(lines) + "}\n"


def make(c):
    tight, loose = trajectory(c, **TIGHT), trajectory(c, **LOOSE)
    gap = abs(tight - loose).max(axis=(1, 2))
    bad = np.flatnonzero(~(gap <= AGREE))
    keep = bad[0] if len(bad) else len(gap)
    if keep < len(gap):
        print(f"*** {c['name']}: DROPPED times {c['times'][keep:]}, where the two tolerances "
              f"differ by {gap[keep:]}", file=sys.stderr)
    assert keep > 0, c["name"]
    source = (f"scipy {scipy.__version__} DOP853 rtol={TIGHT['rtol']:g} atol={TIGHT['atol']:g}, "
              f"piecewise from saved time to saved time; disagreement: largest coordinate "
              f"difference from rtol={LOOSE['rtol']:g} atol={LOOSE['atol']:g}")
    c["times"] = c["times"][:keep]
    check(c, tight[:keep])
    record = {"name": c.pop("name"), "source": source, **c,
              "tokens": tight[:keep], "disagreement": gap[:keep]}
    FOLDER.mkdir(exist_ok=True)
    text = as_json(record)
    (FOLDER / f"{record['name']}.json").write_text(text)
    print(f"{record['name']:30} {len(text):7} bytes  "
          + "  ".join(f"t={t:g}: {g:.1e}" for t, g in zip(record["times"], gap)), flush=True)


def main(names):
    every = {c["name"]: c for c in cases()}
    for name in names or every:
        make(every[name])


if __name__ == "__main__":
    main(sys.argv[1:])
