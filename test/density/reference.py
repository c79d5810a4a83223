"""The mean-field equation by finite volumes and SciPy, sharing nothing with the TypeScript code.

Reads problems as JSON from standard input, writes E cos k theta, E sin k theta (circle) or E P_k (sphere, around the
axis), k = 1 ... 6, at the end time. The circle is n cells with fluxes at their sides by differences of fourth order;
for the sphere the cells are in z = cos(theta), the flux is (1 - z^2)(p v - dp/dz / kappa) with v = dPhi/dz.
"""
import json
import sys

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import i0, ive


def circle(problem, n):
    beta, kappa = problem["beta"], problem["kappa"]
    theta = 2 * np.pi * (np.arange(n) + 0.5) / n
    h = 2 * np.pi / n
    kernel = np.exp(beta * np.cos(theta - theta[0]))
    bent = kernel * -np.sin(theta - theta[0])
    f0 = sum(np.exp(c * np.cos(theta - a)) / (2 * np.pi * i0(c)) for a, c in problem["start"]) / len(problem["start"])

    def convolve(a, f):
        return np.real(np.fft.ifft(np.fft.fft(a) * np.fft.fft(f))) * h

    def toside(f):  # cell i and i + 1 to their side, fourth order
        return (7 * (f + np.roll(f, -1)) - (np.roll(f, 1) + np.roll(f, -2))) / 12

    def slope(f):
        return (15 * (np.roll(f, -1) - f) - (np.roll(f, -2) - np.roll(f, 1))) / (12 * h)

    def rates(_, f):
        v = convolve(bent, f)
        if problem["normalization"] == "softmax":
            v = v / convolve(kernel, f)
        flux = toside(f * v) - slope(f) / kappa
        return -(flux - np.roll(flux, 1)) / h

    f = solve_ivp(rates, (0, problem["until"]), f0, method="BDF", rtol=1e-9, atol=1e-12).y[:, -1]
    return [[np.sum(f * np.cos(k * theta)) * h, np.sum(f * np.sin(k * theta)) * h] for k in range(1, 7)]


def sphere(problem, n):
    beta, kappa = problem["beta"], problem["kappa"]
    z = -1 + 2 * (np.arange(n) + 0.5) / n
    side = -1 + 2 * np.arange(1, n) / n
    h = 2 / n
    # e^{beta <x, y>} averaged over the longitude: e^{beta z z'} I_0(beta sqrt((1 - z^2)(1 - z'^2)))
    def kernel(a):
        s = np.sqrt(np.outer(1 - a**2, 1 - z**2))
        return np.exp(beta * np.outer(a, z) + beta * s) * ive(0, beta * s)

    K, step = kernel(z), 1e-5
    at = kernel(side)
    bent = (kernel(side + step) - kernel(side - step)) / (2 * step) / beta
    c = problem["start"][0][1]
    p0 = np.exp(c * z) * c / np.sinh(c)  # relative to the uniform density, whose cells have the share h/2

    def rates(_, p):
        v = bent @ p * (h / 2)
        if problem["normalization"] == "softmax":
            v = v / (at @ p * (h / 2))
        flux = np.zeros(n + 1)
        flux[1:-1] = (1 - side**2) * ((p[1:] + p[:-1]) / 2 * v - (p[1:] - p[:-1]) / h / kappa)
        return -(flux[1:] - flux[:-1]) / h

    p = solve_ivp(rates, (0, problem["until"]), p0, method="BDF", rtol=1e-9, atol=1e-12).y[:, -1]
    return [[np.sum(p * np.polynomial.legendre.Legendre.basis(k)(z)) * h / 2, 0] for k in range(1, 7)]


def extrapolated(problem):
    """From two grids, the leading error of order h^2 (sphere) or h^4 (circle) removed."""
    method, order, n = (circle, 4, 128) if problem["d"] == 2 else (sphere, 2, 120)
    coarse, fine = np.array(method(problem, n)), np.array(method(problem, 2 * n))
    return (fine + (fine - coarse) / (2**order - 1)).tolist()


json.dump([extrapolated(problem) for problem in json.load(sys.stdin)], sys.stdout)
