"""Whole simulations in NumPy: many runs on the circle at once by adaptive Dormand-Prince 5(4), and the loop of the field's scripts."""
import time

import numpy as np

from numpy_peers import coefficients

# Dormand & Prince 1980; error weights b - b^ as in parkade's src/integrators/dopri5.ts.
A = [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
]
E = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40]


def direct_field(beta, block=50):
    """Angles [runs, n] -> their velocities: blocks of rows against the columns they see, all runs in one product."""
    triangle = np.tri(block)

    def field(angles):
        runs, n = angles.shape
        x = np.stack([np.cos(angles), np.sin(angles)], 2)
        xt = np.ascontiguousarray(x.transpose(0, 2, 1))
        columns = np.concatenate([x, np.ones((runs, n, 1))], 2)
        scaled = beta * x
        out = np.empty_like(angles)
        for begin in range(0, n, block):
            end = min(begin + block, n)
            scores = scaled[:, begin:end] @ xt[:, :, :end]
            scores -= beta
            np.exp(scores, out=scores)
            scores[:, :, begin:] *= triangle[: end - begin, : end - begin]
            sums = scores @ columns[:, :end]
            out[:, begin:end] = (x[:, begin:end, 0] * sums[:, :, 1] - x[:, begin:end, 1] * sums[:, :, 0]) / sums[:, :, 2]
        return out

    return field


def harmonic_field(beta):
    """The same by parkade's prefix sums of harmonics, mode after mode."""
    a = coefficients(beta)

    def field(angles):
        first = np.exp(1j * angles)
        power = np.ones_like(first)
        sums, product = np.empty_like(first), np.empty_like(first)
        z = np.broadcast_to(a[0] * np.arange(1, angles.shape[1] + 1), angles.shape).copy()
        force = np.zeros_like(angles)
        for m in range(1, len(a)):
            power *= first
            np.cumsum(power, axis=1, out=sums)
            np.conjugate(sums, out=product)
            product *= power
            z += a[m] * product.real
            force -= (a[m] * m / beta) * product.imag
        return force / z

    return field


def largest(errors):
    return np.abs(errors).max(axis=1)


def first_steps(field, y, slope, until, tolerance):
    """Hairer, Norsett & Wanner, Solving ODEs I, II.4, run by run."""
    speed = np.maximum(largest(slope), 1e-15)
    trial = np.minimum(until, 0.01 / speed)
    bend = largest(field(y + trial[:, None] * slope) - slope) / trial / tolerance
    steepest = np.maximum(bend, speed / tolerance)
    return np.minimum(np.minimum(until, 100 * trial), (0.01 / steepest) ** (1 / 6))


def solve(field, start, until, rtol, atol):
    """
    The angles at `until`, and the number of fields. Every run has its own time and step, controlled as parkade does it: the largest
    error of a token against rtol + atol, PI control. Runs that have arrived leave the arrays.
    """
    tolerance = rtol + atol
    ends, alive = np.empty_like(start), np.arange(len(start))
    y, slope = start.copy(), field(start)
    t, h = np.zeros(len(y)), first_steps(field, start, slope, until, tolerance)
    previous, rejected, evaluations = np.full(len(y), 1e-4), np.zeros(len(y), bool), 2 * len(y)
    while len(alive):
        last = t + 1.01 * h >= until
        h = np.where(last, until - t, h)
        slopes = [slope]
        for row in A:
            stage = y + h[:, None] * sum(c * k for c, k in zip(row, slopes) if c)
            slopes.append(field(stage))
        evaluations += 6 * len(alive)
        error = largest(h[:, None] * sum(c * k for c, k in zip(E, slopes) if c)) / tolerance
        accepted = error <= 1
        safe = np.maximum(error, 1e-30)
        grow = np.minimum(np.where(rejected, 1, 10), np.maximum(0.2, 0.9 * previous**0.04 / safe**0.17))
        shrink = np.maximum(0.2, 0.9 / safe**0.17)
        t = np.where(accepted, np.where(last, until, t + h), t)
        h = h * np.where(accepted, grow, shrink)
        previous = np.where(accepted, np.maximum(error, 1e-4), previous)
        rejected = ~accepted
        y = np.where(accepted[:, None], stage, y)  # the last stage is the step itself
        slope = np.where(accepted[:, None], slopes[-1], slope)
        arrived = t >= until
        if arrived.any():
            ends[alive[arrived]] = y[arrived]
            stay = ~arrived
            alive, y, slope, t, h, previous, rejected = (v[stay] for v in (alive, y, slope, t, h, previous, rejected))
    return ends, evaluations


def script(x, beta, until, dt):
    """Full attention, Euler, renormalisation: the loop of the scripts that parkade's predecessors published."""
    for _ in range(round(until / dt)):
        weights = np.exp(beta * x @ x.T)
        weights = weights / weights.sum(axis=1, keepdims=True)
        velocity = weights @ x
        velocity = velocity - (velocity * x).sum(axis=1, keepdims=True) * x
        x = x + dt * velocity
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
    return x


def stiff(angles, beta, until, rtol, atol, method):
    """One run by SciPy's implicit solvers, which are given the Jacobian; their own words where they give up."""
    from scipy.integrate import solve_ivp

    n = len(angles)
    lower = np.tri(n)
    counted = [0]

    def parts(y):
        apart = y[None, :] - y[:, None]
        weights = np.exp(beta * (np.cos(apart) - 1)) * lower
        return apart, weights, weights.sum(1)

    def field(_t, y):
        counted[0] += 1
        apart, weights, z = parts(y)
        return (weights * np.sin(apart)).sum(1) / z

    def jacobian(_t, y):
        apart, weights, z = parts(y)
        sine, cosine = np.sin(apart), np.cos(apart)
        force = (weights * sine).sum(1) / z
        # d/dy_j of w sin and of w; what y_k itself does is minus their sums.
        entries = weights * (cosine - beta * sine * (sine - force[:, None])) / z[:, None]
        np.fill_diagonal(entries, 0)
        np.fill_diagonal(entries, -entries.sum(1))
        return entries

    with np.errstate(all="ignore"):
        solution = solve_ivp(field, (0, until), angles, method=method, rtol=rtol, atol=atol, jac=jacobian)
    if not solution.success:
        raise NotImplementedError(f"gave up at t = {solution.t[-1]:.3g} of {until:.0e}: {solution.message}")
    return solution.y[:, -1], counted[0]


def best_batch(field, angles):
    """How many runs at once make a field cheapest a run: a few calls each."""
    times = {}
    for batch in (4, 8, 16, 50):
        some = angles[:batch]
        field(some)
        begun = time.perf_counter()
        for _ in range(3):
            field(some)
        times[batch] = (time.perf_counter() - begun) / len(some)
    return min(times, key=times.get)


def stiff_runs(words, start):
    beta, until, rtol, atol = (float(words[key]) for key in ("beta", "until", "rtol", "atol"))
    evaluations, ends = 0, np.empty_like(start)
    wall, cpu = time.perf_counter(), time.process_time()
    for i, x in enumerate(start):
        solved, count = stiff(np.arctan2(x[:, 1], x[:, 0]), beta, until, rtol, rtol + atol, words["peer"])
        ends[i] = np.stack([np.cos(solved), np.sin(solved)], 1)
        evaluations += count
    spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    ends.tofile(words["file"])
    return {**spent, "evaluations": evaluations, "batch": 1}


def simulate(words):
    runs, n, d, beta, until = (float(words[key]) for key in ("runs", "n", "d", "beta", "until"))
    start = np.fromfile(words["tokens"]).reshape(int(runs), int(n), int(d))
    evaluations, batch, ends = 0, int(runs), np.empty_like(start)
    if words["peer"] in ("LSODA", "BDF", "Radau"):
        return stiff_runs(words, start)
    if words["peer"] != "script":
        field = {"direct": direct_field, "harmonic": harmonic_field}[words["peer"]](beta)
        angles = np.arctan2(start[:, :, 1], start[:, :, 0])
        batch = best_batch(field, angles)
    wall, cpu = time.perf_counter(), time.process_time()
    for begin in range(0, len(start), batch):
        some = slice(begin, begin + batch)
        if words["peer"] == "script":
            ends[some] = [script(x, beta, until, float(words["dt"])) for x in start[some]]
        else:
            solved, count = solve(field, angles[some], until, float(words["rtol"]), float(words["atol"]))
            ends[some] = np.stack([np.cos(solved), np.sin(solved)], 2)
            evaluations += count
    spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    ends.tofile(words["file"])
    return {**spent, "evaluations": evaluations, "batch": batch}
