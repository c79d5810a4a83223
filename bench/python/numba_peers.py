"""The causal field in Numba: loops over pairs, compiled, with fast-math."""
import os

import numba
import numpy as np

VERSION = f"Numba {numba.__version__}"
THREADS = int(os.environ.get("BENCH_THREADS", "1"))
numba.set_num_threads(THREADS)


def row(k, x, query, value, bound, beta, out):
    d = x.shape[1]
    total = 0.0
    pull = np.zeros(d)
    for j in range(k + 1):
        score = 0.0
        for i in range(d):
            score += query[k, i] * x[j, i]
        weight = np.exp(beta * (score - bound[k]))
        total += weight
        for i in range(d):
            pull[i] += weight * value[j, i]
    along = 0.0
    for i in range(d):
        along += pull[i] * x[k, i]
    for i in range(d):
        out[k, i] = (pull[i] - along * x[k, i]) / total


row = numba.njit(fastmath=True)(row)


def rows(x, query, value, bound, beta, out):
    """Rows k and n - 1 - k together: as many pairs for every thread."""
    n = len(x)
    for k in numba.prange((n + 1) // 2):
        row(k, x, query, value, bound, beta, out)
        row(n - 1 - k, x, query, value, bound, beta, out)


compiled = numba.njit(fastmath=True, parallel=THREADS > 1)(rows)


def direct(x, beta, matrix, value):
    out = np.empty_like(x)
    compiled(x[:2], x[:2], x[:2], np.ones(2), beta, out[:2].copy())  # compiles: not part of a timing

    def field():
        query = x if matrix is None else x @ matrix
        bound = np.sqrt((query * query).sum(1))
        compiled(x, query, x if value is None else x @ value.T, bound, beta, out)
        return out

    return field


PEERS = {"direct": direct}
