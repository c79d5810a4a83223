"""The causal field in NumPy, five ways. Each peer: (x, beta, B or None, V or None) -> a function that computes xdot, shape [n, d]."""
import time

import numpy as np

VERSION = f"NumPy {np.__version__}"


def tangent(pull, x):
    pull -= (pull * x).sum(1)[:, None] * x
    return pull


def typed(dtype, *arrays):
    return [None if a is None else np.ascontiguousarray(a, dtype) for a in arrays]


def natural(dtype):
    """As one would write it first: scores, a mask, a softmax, a product."""

    def make(x, beta, matrix, value):
        x, matrix, value = typed(dtype, x, matrix, value)
        beta = dtype(beta)

        def field():
            n = len(x)
            query = x if matrix is None else x @ matrix
            scores = beta * (query @ x.T)
            scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
            weights = np.exp(scores - scores.max(axis=1, keepdims=True))
            weights = weights / weights.sum(axis=1, keepdims=True)
            pull = weights @ (x if value is None else x @ value.T)
            return pull - (pull * x).sum(axis=1, keepdims=True) * x

        return field

    return make


def bounds(query, beta):
    """What no score exceeds, by row: spares the pass for the largest."""
    return np.sqrt((query * query).sum(1))[:, None] * beta


def in_place(x, beta, matrix, value):
    """One n x n array, worked on in place; no maximum; the upper triangle set to zero by blocks."""
    n = len(x)
    scores, triangle = np.empty((n, n)), np.tri(64)

    def field():
        query = x if matrix is None else x @ matrix
        np.matmul(beta * query, x.T, out=scores)
        np.subtract(scores, bounds(query, beta), out=scores)
        np.exp(scores, out=scores)
        for begin in range(0, n, 64):
            scores[begin : begin + 64, begin + 64 :] = 0
            rows = min(64, n - begin)
            scores[begin : begin + 64, begin : begin + 64] *= triangle[:rows, :rows]
        pull = scores @ (x if value is None else x @ value.T)
        pull /= scores.sum(1)[:, None]
        return tangent(pull, x)

    return field


def blocked_with(block, x, beta, matrix, value):
    """Blocks of rows against the columns they see: half the pairs, arrays that stay in the cache, Z as one more column."""
    n, d = x.shape
    buffer = np.empty(block * n, x.dtype)
    triangle = np.tri(block, dtype=x.dtype)
    xt, out = np.ascontiguousarray(x.T), np.empty_like(x)

    def field():
        query = x if matrix is None else x @ matrix
        scaled, bound = beta * query, bounds(query, beta)
        columns = np.hstack([x if value is None else x @ value.T, np.ones((n, 1), x.dtype)])
        for begin in range(0, n, block):
            end = min(begin + block, n)
            rows = end - begin
            scores = buffer[: rows * end].reshape(rows, end)
            np.matmul(scaled[begin:end], xt[:, :end], out=scores)
            scores -= bound[begin:end]
            np.exp(scores, out=scores)
            scores[:, begin:] *= triangle[:rows, :rows]
            sums = scores @ columns[:end]
            out[begin:end] = sums[:, :d] / sums[:, d:]
        return tangent(out, x)

    field.choice = block
    return field


def fastest(makers):
    """The one with the smallest time of a few calls."""
    best = (np.inf, None)
    for make in makers:
        field = make()
        field()
        times = []
        while len(times) < 3 and sum(times) < 1.0:
            begun = time.perf_counter()
            field()
            times.append(time.perf_counter() - begun)
        best = min(best, (min(times), field), key=lambda pair: pair[0])
    return best[1]


best_choices = {}


def scanned(kind, n, choices, make):
    """The fastest choice for these tokens; above 5,000 tokens, where a scan takes long, the one that was fastest last."""
    choices = [choice for choice in choices if choice < n] or [n]
    if n > 5_000:
        choices = [best_choices.get(kind, choices[len(choices) // 2])]
    field = fastest([lambda choice=choice: make(choice) for choice in choices]) if len(choices) > 1 else make(choices[0])
    best_choices[kind] = field.choice
    return field


def blocked(dtype):
    def make(x, beta, matrix, value):
        x, matrix, value = typed(dtype, x, matrix, value)
        make_with = lambda size: blocked_with(size, x, dtype(beta), matrix, value)
        return scanned(f"blocked {dtype}", len(x), [32, 64, 128, 256], make_with)

    return make


def coefficients(beta):
    """a_m = (2 - [m = 0]) e^-beta I_m(beta) down to 1e-17, by Miller's recurrence downwards."""
    top = int(20 + beta * 0.5 + 12 * np.sqrt(beta + 1))
    values = np.zeros(top + 2)
    values[top] = 1e-300
    for m in range(top, 0, -1):
        values[m - 1] = values[m + 1] + 2 * m / beta * values[m]
        if values[m - 1] > 1e250:
            values *= 1e-250
    values /= values[0] + 2 * values[1:].sum()
    values[1:] *= 2
    return values[: np.nonzero(values > 1e-17)[0][-1] + 1]


def harmonic_with(block, x, beta, a):
    """
    parkade's algorithm on the circle: with C_m = sum_{j<=k} e^{i m phi_j} (cumsum), Z_k = sum_m a_m Re(e^{i m phi_k} conj C_m) and
    F_k = -(1/beta) sum_m m a_m Im(e^{i m phi_k} conj C_m). Blocks of tokens, mode after mode; the sums are carried over.
    """
    n = len(x)
    first = x[:, 0] + 1j * x[:, 1]
    first /= np.abs(first)
    buffers = [np.empty(block, complex) for _ in range(3)]
    out = np.empty_like(x)

    def field():
        carry = np.zeros(len(a), complex)
        for begin in range(0, n, block):
            step = first[begin : begin + block]
            power, sums, product = (buffer[: len(step)] for buffer in buffers)
            power[:] = 1
            z, force = a[0] * np.arange(begin + 1, begin + len(step) + 1), np.zeros(len(step))
            for m in range(1, len(a)):
                power *= step
                np.cumsum(power, out=sums)
                sums += carry[m]
                carry[m] = sums[-1]
                np.conjugate(sums, out=product)
                product *= power
                z += a[m] * product.real
                force -= (a[m] * m / beta) * product.imag
            force /= z
            out[begin : begin + block, 0] = -force * step.imag
            out[begin : begin + block, 1] = force * step.real
        return out

    field.choice = block
    return field


def harmonic_sheet(x, beta, a):
    """The same with all modes of all tokens in one array: fewer calls, for few tokens."""
    first = x[:, 0] + 1j * x[:, 1]
    first /= np.abs(first)
    pull = a * np.arange(len(a)) / beta

    def field():
        powers = np.empty((len(a), len(x)), complex)
        powers[0] = 1
        powers[1:] = first
        np.cumprod(powers, axis=0, out=powers)
        sums = np.cumsum(powers, axis=1)
        np.conjugate(sums, out=sums)
        sums *= powers
        force = (pull @ sums.imag) / (a @ sums.real)
        return np.stack([force * first.imag, -force * first.real], 1)

    field.choice = 0
    return field


def harmonic(x, beta, matrix, value):
    if x.shape[1] != 2:
        raise NotImplementedError("written for the circle")
    if matrix is not None or value is not None:
        raise NotImplementedError("written for Q = K = V = I")
    a = coefficients(beta)
    choices = [512, 2048, 8192] if len(x) > 5_000 else [0, 256, 512, 2048]
    make = lambda block: harmonic_with(block, x, beta, a) if block else harmonic_sheet(x, beta, a)
    return scanned("harmonic", len(x), choices, make)


PEERS = {
    "natural": natural(np.float64),
    "in-place": in_place,
    "blocked": blocked(np.float64),
    "harmonic": harmonic,
    "natural-f32": natural(np.float32),
    "blocked-f32": blocked(np.float32),
}


def simulate(words):
    import simulations

    return simulations.simulate(words)
