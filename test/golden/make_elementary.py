#!/usr/bin/env python3
"""Values of exp, log, sin, cos and atan2 at awkward arguments, from mpmath at 1300 bits.

Every row of elementary.json is [argument(s) ..., high, low]: high is the correctly rounded result, low what rounding
left, so that an error can be told in fractions of an ulp.

    python3 make_elementary.py        # needs mpmath; writes elementary.json beside itself
"""
import json
import math
import pathlib
import random

import mpmath as mp

mp.mp.prec = 1300
draw = random.Random(20241104)


def around(x, steps=2):
    """x and its neighbours among the doubles."""
    below, above = x, x
    found = [x]
    for _ in range(steps):
        below, above = math.nextafter(below, -math.inf), math.nextafter(above, math.inf)
        found += [below, above]
    return found


def exp_arguments():
    yield from (1e-320, -1e-320, 1e-17, -1e-17, 1e-8, -1e-8, 0.5, -0.5, 1.0, -1.0, 709.0, -708.0)
    for j in range(-40, 41, 4):  # where the table index changes
        yield from around((j + 0.5) * math.log(2) / 32, 1)
    yield from (709.7718, 709.772, 709.775, 709.78, 709.7827, 709.782712893384)  # 2^1023 and beyond
    yield from (-708.39, -708.4, -710.0, -720.5, -735.25, -744.0, -744.4400719213812, -745.1)  # subnormal results
    for _ in range(20):
        yield draw.uniform(-745.0, -708.0)
    for _ in range(60):
        yield draw.uniform(-708.0, 709.78)
    for _ in range(40):
        yield -draw.expovariate(0.2)


def log_arguments():
    for k in range(1, 53, 3):
        yield from (1 + 2.0**-k, 1 - 2.0**-k)
    yield from (x for x in around(1.0, 3) if x != 1.0)
    for x in (math.sqrt(0.5), math.sqrt(2.0), 2.0, 0.5, 3.0, 10.0, 0.1, 2.0**-1022, 2.0**1023):
        yield from around(x, 1)
    yield from (5e-324, 1e-323, 3e-310, 1.7976931348623157e308)
    for _ in range(20):
        yield draw.random() * 2.0**-1022
    for _ in range(40):
        yield draw.uniform(0.5, 2.0)
    for _ in range(20):
        yield 1 + draw.choice((-1, 1)) * math.exp(-draw.uniform(0, 30))
    for _ in range(40):
        yield math.exp(draw.uniform(-700, 700))


def angle_arguments():
    yield from (1e-300, -1e-300, 1e-9, -1e-9, 0.1, 1.0, -1.0, 906447.3802682664, 899229.5678630413, 1e6, -1e6)
    for k in (1, 2, 3, 4, 5, 6, 7, 8, 11, 22, 33, 44, 355, 710, 103993, 636619):
        yield from around(k * math.pi / 2, 1)
        yield -k * math.pi / 2
    for k in range(-9, 10, 2):
        yield from around(k * math.pi / 4, 1)
    for _ in range(120):
        yield draw.uniform(-10, 10)
    for _ in range(60):
        yield draw.uniform(-1000, 1000)
    for _ in range(60):
        yield draw.uniform(-1e6, 1e6)
    for _ in range(60):  # where the reduced angle is largest
        yield draw.randrange(-2000, 2000) * math.pi / 2 + draw.choice((-1, 1)) * draw.uniform(0.6, 0.785)


def atan2_arguments():
    for y in (-1.0, 1.0):
        yield from ((y, 1.0), (y, -1.0), (y, 1e-300), (y, -1e-300), (y, 0.0))
        yield from ((y * 1e-300, 1.0), (y * 1e-17, -1.0), (y * 5e-324, 5e-324))
    yield from ((0.004240295964495291, 0.011450032903507778), (3e-310, 1e-310), (1e150, -1e150))
    for j in range(16):  # where the table index changes
        for ratio in around((j + 0.5) / 16, 1):
            yield (ratio, 1.0)
            yield (-1.0, ratio)
    for _ in range(80):
        angle, size = draw.uniform(-math.pi, math.pi), math.exp(draw.uniform(-10, 10))
        yield (size * math.sin(angle), size * math.cos(angle))
    for _ in range(60):
        yield tuple(draw.choice((-1, 1)) * math.exp(-draw.uniform(0, 40)) for _ in range(2))


def rows(function, arguments):
    for given in arguments:
        given = given if isinstance(given, tuple) else (given,)
        exact = function(*map(mp.mpf, given))
        high = float(exact)
        yield [*given, high, float(exact - mp.mpf(high))]


angles = list(angle_arguments())
golden = {
    "exp": list(rows(mp.exp, exp_arguments())),
    "log": list(rows(mp.log, log_arguments())),
    "sin": list(rows(mp.sin, angles)),
    "cos": list(rows(mp.cos, angles)),
    "atan2": list(rows(mp.atan2, atan2_arguments())),
}
lines = ",\n".join(
    f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in table) + "\n]" for name, table in golden.items()
)
pathlib.Path(__file__).with_name("elementary.json").write_text("{\n" + lines + "\n}\n")
