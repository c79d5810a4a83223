#!/usr/bin/env python3
"""Transformer blocks composed of parts, evaluated plainly in NumPy and integrated with SciPy.

Token k has the place x_k in R^d. It is seen as u_k = gain * N(x_k) + shift, where N is by
"sphere": x/|x|, by "rms": sqrt(d) x/|x|, by "layer": that of x less the mean of its entries
(scheme "none": u_k = x_k). Every head h asks, compares and gathers,

    q_k = R_k Q_h u_k,   p_j = R_j K_h u_j,   s_kj = beta <q_k, p_j> + b_h(k, j)      (scores)
    A_k = sum_h O_h V_h sum_{j in S_k} phi(s_kj)/Z_k u_j                              (attention)
    M_k = g (W2 a(W1 u_k + b1) + b2), gated: a(W1 u_k + b1) times G u_k               (perceptron)

and with y = A + M and P_x y = y - <x, y> x the scheme moves it (r = |x|, x/|x| for x in P_x):

    post                  dx/dt = P_x y                       (unit vectors)
    pre, none             dx/dt = y
    mix                   dx/dt = r P_x y until switchTime, then y
    peri                  dx/dt = A/|A| + M/|M|
    ngpt                  dx/dt = alpha P_x (A/|A| + M/|M|)   (unit vectors)
    ln-scaling            dx/dt = P_x y/sqrt(t + 1)           (unit vectors)

Conventions. Positions k and j count from 0. Of the w coordinates of a head, pair (2i, 2i + 1),
i = 0 ... floor(w/2) - 1, turns by k a c^(-i/floor(w/2)), counterclockwise; a last odd one stays.
Biases enter s before phi. "count" divides by n whatever the mask. Head h of H has the keys and
values of number floor(h G/H), where G is how many are given. Without "output" heads of width d
are added, others stand side by side. Hard attention shares evenly among all scores within
1e-12 max(1, max |s|) of the greatest. Where Z_k = 0, the head gathers nothing; a zero vector has
direction zero. In turn, the first half of a layer's time moves by twice the attention alone, the
second half by twice the perceptron alone. After the last of "layers" comes the first again; a
layer's own beta, query, key, value, output and mlp stand in place of the specification's.

It reads {"cases": [{"spec": {...}, "tokens": [[...]...], "times": [...]}]} and writes
{"results": [{"velocity": [[...]...], "tokens": [[[...]]], "leaders_changed": false}]}: the
velocity at the first time (0, or one at which the equation does not jump), the tokens at all times
(unit vectors where they live on the sphere). Where hard attention comes to other leaders, the sets
of greatest scores, between the times at which the equation jumps anyway, leaders_changed is true
and the tokens end with the last time before: the velocity jumps there, and tokens may be held at
the jump, which each method does in its own way. Keys as docs/blocks.md has them, matrices as lists of rows,
query, key and value one matrix or a list of them. DOP853 at rtol 1e-13, from one jump or saved
time to the next; at 1e-12 the kinks of "relu" now and then deceive its estimate of the error.

    python3 blocks.py < cases.json
"""
import json
import math
import sys

import numpy as np
from scipy.integrate import DOP853
from scipy.special import expit

ON_THE_SPHERE = ("post", "ngpt", "ln-scaling")
KNOWN = {
    "positions": "kind angle base frequencies slope decay bias",
    "mask": "kind causal window sinks prefix blocks matrix",
    "weighting": "kind kernel divide",
    "heads": "count width groups output combine",
    "norm": "scheme by gain shift radius switchTime alpha",
    "mlp": "activation width in inBias out outBias gain gated gate",
    "layer": "beta query key value output mlp",
}
ACTIVATIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "gelu": lambda z: z / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "tanh": np.tanh,
    "silu": lambda z: z * expit(z),
}


def lengths(x):
    return np.linalg.norm(x, axis=1, keepdims=True)


def directions(x):
    """The rows of x divided by their lengths; zero where a row is zero."""
    r = lengths(x)
    return x / np.where(r > 0, r, 1)


def part(spec, name, word="kind"):
    """A part of the specification as an object: a bare value is its key `word`."""
    value = spec.get(name)
    value = value if isinstance(value, dict) else {} if value is None else {word: value}
    return known(name, value)


def known(name, value):
    unknown = set(value) - set(KNOWN[name].split())
    if unknown:
        raise ValueError(f'"{name}" has {KNOWN[name]}, but came with {sorted(unknown)}')
    return value


# ---------------------------------------------------------------- what a token sees

def normalised(x, norm):
    d = x.shape[1]
    if norm.get("scheme", "post") == "none":
        return x
    by = norm.get("by", "sphere")
    centred = x - x.mean(axis=1, keepdims=True) if by == "layer" else x
    u = directions(centred) * (1 if by == "sphere" else math.sqrt(d))
    return norm.get("gain", 1) * u + norm.get("shift", 0)


def visible(spec, n):
    """allowed[k, j]: whether token k sees token j."""
    mask = part(spec, "mask")
    if "matrix" in mask:
        return mask["matrix"] != 0
    k, j = np.arange(n)[:, None], np.arange(n)[None, :]
    causal = mask["kind"] == "causal" if "kind" in mask else mask.get("causal", True)
    if "blocks" in mask:
        b = mask["blocks"]
        allowed = j // b <= k // b if causal else j // b == k // b
    else:
        allowed = j <= k if causal else np.ones((n, n), bool)
    if "window" in mask:
        allowed = allowed & (abs(k - j) < mask["window"])
    if "sinks" in mask:
        allowed = allowed | ((j < mask["sinks"]) & ((j <= k) | (not causal)))
    return allowed | (j < mask.get("prefix", 0))


# ---------------------------------------------------------------- scores and weights

def turned(rows, positions):
    """R_k of row k."""
    pairs = rows.shape[1] // 2
    if "frequencies" in positions:
        angles = positions["frequencies"]
    elif "angle" in positions or positions.get("kind") == "rotary":
        angle, base = positions.get("angle", 1), positions.get("base", 10000)
        angles = np.array([angle * base ** (-i / pairs) for i in range(pairs)])
    else:
        return rows
    k = np.arange(len(rows))[:, None]
    c, s = np.cos(k * angles), np.sin(k * angles)
    a, b = rows[:, 0:2 * pairs:2], rows[:, 1:2 * pairs:2]
    out = rows.copy()
    out[:, 0:2 * pairs:2], out[:, 1:2 * pairs:2] = c * a - s * b, s * a + c * b
    return out


def bias(positions, n, h):
    """b_h(k, j)."""
    if not {"slope", "decay", "bias"} & set(positions):
        return 0
    distance = abs(np.arange(n)[:, None] - np.arange(n)[None, :])
    slope = positions.get("slope", 0)
    slope = slope[h] if np.ndim(slope) else slope
    return positions.get("bias", 0) - (slope + positions.get("decay", 0) / n) * distance


def leaders(s):
    """Which scores of each row are as great as the greatest, of those that are not -inf."""
    size = np.where(np.isfinite(s), abs(s), 0).max(axis=1, keepdims=True)
    return np.isfinite(s) & (s >= s.max(axis=1, keepdims=True) - 1e-12 * np.maximum(1, size))


def weighing(spec):
    """The kernel and what it is divided by."""
    words = {"softmax": ("exp", "sum"), "count": ("exp", "count"), "hardmax": ("hardmax", "sum")}
    weights = part(spec, "weighting")
    if "kind" in weights:
        return words[weights["kind"]]
    if not weights:
        return words["softmax"]
    return weights.get("kernel", "exp"), weights.get("divide", "sum")


def weights(s, allowed, kernel, divide):
    hidden = np.where(allowed, s, -np.inf)
    if kernel == "exp" and divide == "sum":
        greatest = hidden.max(axis=1, keepdims=True)
        phi = np.exp(hidden - np.where(np.isfinite(greatest), greatest, 0))
    elif kernel == "hardmax":
        phi = leaders(hidden).astype(float)
    else:
        phi = {"exp": np.exp, "sigmoid": expit, "softplus": lambda z: np.logaddexp(0, z)}[kernel](hidden)
    total = len(s) if divide == "count" else phi.sum(axis=1, keepdims=True)
    return phi / np.where(total > 0, total, 1)


# ---------------------------------------------------------------- the two sublayers

def matrices(given, d):
    """The matrices of heads: a list of them, or one for all."""
    given = np.eye(d) if given is None else given
    return given if given.ndim == 3 else given[None]


def head_scores(u, layer):
    """For each head its scores and the rows that it gathers, V_h u_j."""
    n, d = u.shape
    q, p, v = (matrices(layer.get(name), d) for name in ("query", "key", "value"))
    positions = part(layer, "positions")
    count = part(layer, "heads", "count").get("count", max(len(q), len(p), len(v)))
    for h in range(count):
        ask, compare, gather = (m[h * len(m) // count] for m in (q, p, v))
        asked, compared = turned(u @ ask.T, positions), turned(u @ compare.T, positions)
        yield layer["beta"] * (asked @ compared.T) + bias(positions, n, h), u @ gather.T


def attention(u, layer):
    n, d = u.shape
    allowed, how = visible(layer, n), weighing(layer)
    gathered = [weights(s, allowed, *how) @ v for s, v in head_scores(u, layer)]
    heads = part(layer, "heads", "count")
    output = layer.get("output", heads.get("output"))
    if output is not None:
        total = np.hstack(gathered) @ output.T
    elif gathered[0].shape[1] == d:
        total = sum(gathered)
    else:
        total = np.hstack(gathered)
    return total / len(gathered) if heads.get("combine", "sum") == "mean" else total


def perceptron(u, layer):
    mlp = part(layer, "mlp", "activation")
    if not mlp:
        return np.zeros_like(u)
    inner = ACTIVATIONS[mlp["activation"]](u @ mlp["in"].T + mlp.get("inBias", 0))
    if mlp.get("gated"):
        inner = inner * (u @ mlp["gate"].T)
    return mlp.get("gain", 1) * (inner @ mlp["out"].T + mlp.get("outBias", 0))


# ---------------------------------------------------------------- the velocity

def layer_at(spec, t):
    """The specification with the matrices of the layer at t, and the sublayers that act then."""
    time = spec.get("layerTime")
    own, acting = {}, "together"
    if "layers" in spec:
        own = known("layer", spec["layers"][math.floor(t / time) % len(spec["layers"])])
        own = {**own, "mlp": {**part(spec, "mlp", "activation"), **part(own, "mlp", "activation")}}
    if spec.get("sublayers") == "in-turn":
        acting = "attention" if t / time % 1 < 0.5 else "perceptron"
    return {**spec, **own}, acting


def velocity(x, t, spec, moment):
    """dx/dt at time t with the weights, the sublayers and the scheme that hold around `moment`."""
    layer, acting = layer_at(spec, moment)
    norm = part(spec, "norm", "scheme")
    scheme = norm.get("scheme", "post")
    if scheme in ON_THE_SPHERE:
        x = directions(x)
    u = normalised(x, norm)
    faster = 1 if acting == "together" else 2
    a = faster * (attention(u, layer) if acting != "perceptron" else np.zeros_like(x))
    m = faster * (perceptron(u, layer) if acting != "attention" else np.zeros_like(x))

    def tangent(y):
        e = directions(x)
        return y - np.sum(e * y, axis=1, keepdims=True) * e

    if scheme in ("peri", "ngpt"):
        y = faster * (directions(a) + directions(m))
        return y if scheme == "peri" else norm["alpha"] * tangent(y)
    y = a + m
    if scheme == "mix" and moment < norm["switchTime"]:
        return lengths(x) * tangent(y)
    if scheme == "post":
        return tangent(y)
    if scheme == "ln-scaling":
        return tangent(y) / math.sqrt(t + 1)
    return y


# ---------------------------------------------------------------- trajectories

def jumps(spec, start, end):
    """Times in (start, end) at which the equation changes."""
    times = []
    if "layers" in spec or spec.get("sublayers") == "in-turn":
        half = spec["layerTime"] / 2
        times += [half * i for i in range(math.ceil(end / half) + 1)]
    times += [t for t in [part(spec, "norm", "scheme").get("switchTime")] if t is not None]
    return [t for t in sorted(set(times)) if start < t < end]


def leaders_at(x, spec, moment):
    layer, acting = layer_at(spec, moment)
    if weighing(layer)[0] != "hardmax" or acting == "perceptron":
        return np.array(False)
    norm = part(spec, "norm", "scheme")
    x = directions(x) if norm.get("scheme", "post") in ON_THE_SPHERE else x
    allowed = visible(layer, len(x))
    scores = [s for s, _ in head_scores(normalised(x, norm), layer)]
    return np.array([leaders(np.where(allowed, s, -np.inf)) for s in scores])


def piece(x, start, end, spec):
    """The tokens at `end`, where the equation jumps at most at the ends; None if leaders change on the way."""
    moment = (start + end) / 2
    first = leaders_at(x, spec, moment)
    run = DOP853(lambda t, y: velocity(y.reshape(x.shape), t, spec, moment).ravel(),
                 start, x.ravel(), end, rtol=1e-13, atol=1e-14)
    while run.status == "running":
        problem = run.step()
        if run.status == "failed":
            raise RuntimeError(problem)
        if not np.array_equal(leaders_at(run.y.reshape(x.shape), spec, moment), first):
            return None
    return run.y.reshape(x.shape)


def as_arrays(value):
    """Lists of numbers, and lists of such lists, as arrays."""
    if isinstance(value, dict):
        return {key: as_arrays(own) for key, own in value.items()}
    if isinstance(value, list):
        return [as_arrays(own) for own in value] if isinstance(value[0], dict) else np.array(value)
    return value


def answer(case):
    spec, times = as_arrays(case["spec"]), case["times"]
    unit = part(spec, "norm", "scheme").get("scheme", "post") in ON_THE_SPHERE
    x = np.array(case["tokens"], float)
    x = directions(x) if unit else x
    first, kept = velocity(x, times[0], spec, times[0]), [x]
    for start, end in zip(times, times[1:]):
        ends = [start, *jumps(spec, start, end), end]
        for a, b in zip(ends, ends[1:]):
            x = piece(x, a, b, spec)
            if x is None:
                break
        if x is None:
            break
        x = directions(x) if unit else x
        kept.append(x)
    return {"velocity": first.tolist(), "tokens": [x.tolist() for x in kept],
            "leaders_changed": len(kept) < len(times)}


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump({"results": [answer(case) for case in given["cases"]]}, sys.stdout, allow_nan=False)
