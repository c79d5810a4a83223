#!/usr/bin/env python3
"""Values of the special functions of src/theory/special, from mpmath with 60 digits and more.

Every row of special-functions.json is [argument(s) ..., value], the value rounded once. Where a value would leave the
range of doubles, its logarithm is kept instead.

    python3 make_special_functions.py        # needs mpmath; writes special-functions.json beside itself
"""
import json
import math
import pathlib
import random

import mpmath as mp

mp.mp.dps = 60
draw = random.Random(19580101)


def around(x):
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def spread(low, high, count):
    """Numbers whose logarithms are uniform."""
    return [math.exp(draw.uniform(math.log(low), math.log(high))) for _ in range(count)]


positive = [1e-300, 1e-17, 1e-8, 0.1, 0.5, *around(1.0), 2.0, 3.0, *around(40.0), 39.0, 41.0, 100.0, 700.0, 1e4, 1e15]
positive += spread(1e-3, 1e3, 60)
ROOT = 0.372507410781366634  # of Ei
near_root = [*around(ROOT), ROOT - 1e-3, ROOT + 1e-3, ROOT - 1e-9, ROOT + 1e-9, 0.2, 0.25, 0.3, 0.45, 0.5, 0.6, 0.7]


def ein(x):
    with mp.workdps(60 + (int(abs(x)) if abs(x) < 100 else 0)):
        x = mp.mpf(x)
        if abs(x) < 60:
            return x * mp.hyp2f2(1, 1, 2, 2, -x)
        return mp.re(mp.e1(x)) + mp.log(abs(x)) + mp.euler


def scaled_ei(x):
    x = mp.mpf(x)
    if x > 1500:  # asymptotic series; its least term is e^-1500
        total, term, k = mp.mpf(0), 1 / x, 0
        while abs(term) > mp.mpf(10) ** -60 / x:
            total, k = total + term, k + 1
            term *= k / x
        return total
    if x < -1500:
        return -scaled_e1(-x)
    return mp.exp(-x) * mp.ei(x)


def scaled_e1(x):
    x = mp.mpf(x)
    if x > 1500:
        total, term, k = mp.mpf(0), 1 / x, 0
        while abs(term) > mp.mpf(10) ** -60 / x:
            total, k = total + term, k + 1
            term *= -k / x
        return total
    return mp.exp(x) * mp.e1(x)


def log_beta_ratio(x, y, a, b):
    """log I_x(a, b), y = 1 - x to more digits than 1 - x would have; the power series of the smaller side."""
    a, b = mp.mpf(a), mp.mpf(b)
    total = mp.beta(a, b)

    def side(x, y, a, b):
        return x**a * y**b / a * mp.hyp2f1(1, a + b, a + 1, x) / total

    if x < y:
        return mp.log(side(x, y, a, b))
    return mp.log1p(-side(y, x, b, a))


def log_cap(delta, d):
    delta, a = mp.mpf(delta), mp.mpf(d - 1) / 2
    return log_beta_ratio(mp.sin(delta / 2) ** 2, mp.cos(delta / 2) ** 2, a, a)


def log_scaled_bessel(nu, x):
    nu, x = mp.mpf(nu), mp.mpf(x)
    return mp.log(mp.besseli(nu, x)) - x


def rows(function, arguments):
    for given in arguments:
        given = given if isinstance(given, tuple) else (given,)
        value = function(*given)
        if abs(value) < mp.mpf(10) ** -307 or abs(value) > mp.mpf(10) ** 308:
            continue
        yield [*given, float(value)]


both = [*positive, *(-x for x in positive)]
small = [s * x for x in (*spread(1e-18, 1, 30), 1e-300, 1e-9, 0.5) for s in (1, -1)]
betas = [(x, a, b) for a, b in ((0.5, 0.5), (1, 1), (0.5, 10), (10, 0.5), (2, 3), (49.5, 0.5), (0.5, 499.5), (499.5, 499.5), (120, 7))
         for x in (1e-300, 1e-12, 1e-3, 0.1, 0.3, 0.5, 0.75, 0.99)]
caps = [(delta, d) for d in (2, 3, 4, 5, 8, 33, 129, 1000)
        for delta in (1e-6, 1e-3, 0.05, 0.5, 1.0, 1.5, math.pi / 2, 1.6, 2.0, 2.5, 3.0, 3.1, 3.14159)]
bessels = [(nu, x) for nu in (0, 0.5, 1, 1.5, 2, 3, 10, 10.5, 60, 200, 499, 503.5)
           for x in (1e-10, 1e-3, 0.3, 1.0, 5.0, 30.0, 64.0, 400.0, 5000.0)]
golden = {
    "expm1": list(rows(mp.expm1, [*small, *spread(1, 700, 10), *(-x for x in spread(1, 100, 10))])),
    "log1p": list(rows(mp.log1p, [*(x for x in small), -0.999999, *spread(1, 1e10, 10)])),
    "ei": list(rows(mp.ei, [*(x for x in both if abs(x) < 720), *near_root])),
    "e1": list(rows(mp.e1, [x for x in positive if x < 720])),
    "ein": list(rows(ein, [x for x in both if x > -720])),
    "scaledEi": list(rows(scaled_ei, both)),
    "scaledE1": list(rows(scaled_e1, positive)),
    "logGamma": list(rows(lambda x: mp.loggamma(mp.mpf(x)), [1e-300, 1e-10, 0.1, 0.5, *around(1.0), 1 + 1e-9, *around(2.0), 2 - 1e-9, 1.5, 2.5, 3, 7.5, 9.99, 10, 100, 499.5, 1e6, 1e15, *spread(1e-3, 1e3, 40)])),
    "logBeta": list(rows(lambda a, b: mp.log(mp.beta(mp.mpf(a), mp.mpf(b))), [(a, b) for a in (0.5, 1, 3.5, 9.5, 10, 49.5, 499.5, 1e5) for b in (0.5, 2, 9.75, 12, 499.5)])),
    "logIncompleteBeta": list(rows(lambda x, a, b: log_beta_ratio(mp.mpf(x), 1 - mp.mpf(x), a, b), betas)),
    "logCapMeasure": list(rows(log_cap, caps)),
    "logScaledBessel": list(rows(log_scaled_bessel, bessels)),
}
lines = ",\n".join(
    f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in table) + "\n]" for name, table in golden.items()
)
pathlib.Path(__file__).with_name("special-functions.json").write_text("{\n" + lines + "\n}\n")
