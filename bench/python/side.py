"""A peer process of `npm run bench`: python3 side.py numpy|torch|numba. Lines of words in, one line of JSON out (bench/protocol.ts)."""
import importlib
import json
import os
import sys
import time
import traceback

# OpenBLAS, OpenMP and Numba read their number of threads from the environment, which bench/sides.ts sets before it starts this.
import numpy as np

library = importlib.import_module(f"{sys.argv[1]}_peers")
threads = int(os.environ.get("BENCH_THREADS", "1"))


def clock():
    # Threads of a library count as well; alone, the thread's own clock leaves out what is not ours.
    return time.thread_time() if threads == 1 else time.process_time()


def read(words, key, shape):
    return np.fromfile(words[key]).reshape(shape) if key in words else None


def prepare(words):
    n, d, beta = int(words["n"]), int(words["d"]), float(words["beta"])
    peer = library.PEERS[words["peer"]]
    x = read(words, "tokens", (n, d))
    matrix, value = read(words, "matrix", (d, d)), read(words, "value", (d, d))
    return peer(x, beta, matrix, value)


def exact(words):
    """Rows of the field in long double: the tokens normalised, the largest score subtracted, pairwise sums."""
    n, d = int(words["n"]), int(words["d"])
    long = np.longdouble
    x = read(words, "tokens", (n, d)).astype(long)
    x /= np.sqrt((x * x).sum(1))[:, None]
    matrix, value = read(words, "matrix", (d, d)), read(words, "value", (d, d))
    fields = []
    for k in map(int, words["rows"].split(",")):
        query = x[k] if matrix is None else (matrix.astype(long) * x[k][:, None]).sum(0)
        scores = long(words["beta"]) * (x[: k + 1] * query).sum(1)
        weights = np.exp(scores - scores.max())
        mean = (weights[:, None] * x[: k + 1]).sum(0) / weights.sum()
        pull = mean if value is None else (value.astype(long) * mean).sum(1)
        fields.append((pull - (pull * x[k]).sum() * x[k]).astype(float).tolist())
    return {"rows": fields}


def answer(operation, words, state):
    if operation == "hello":
        return {"version": library.VERSION, "peers": list(library.PEERS)}
    if operation == "prepare":
        state[words["peer"]] = prepare(words)
        return {}
    if operation == "release":
        state.clear()
        return {}
    if operation == "time":
        field, count = state[words["peer"]], int(words["count"])
        wall, cpu = time.perf_counter(), clock()
        for _ in range(count):
            state["last", words["peer"]] = field()
        return {"cpu": clock() - cpu, "wall": time.perf_counter() - wall}
    if operation == "result":
        np.asarray(state["last", words["peer"]], dtype=float).tofile(words["file"])
        return {}
    if operation == "exact":
        return exact(words)
    if operation == "simulate":
        return library.simulate(words)
    raise ValueError(operation)


def main():
    state = {}
    for line in sys.stdin:
        operation, *pairs = line.split()
        try:
            reply = answer(operation, dict(pair.split("=", 1) for pair in pairs), state)
        except NotImplementedError as reason:
            reply = {"none": str(reason)}
        except MemoryError:
            reply = {"none": "out of memory"}
        except Exception:
            reply = {"failed": traceback.format_exc()}
        print(json.dumps(reply), flush=True)


main()
