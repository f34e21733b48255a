"""peer.py <folder> <types>: answers lines "mode" with one line of JSON; modes independent, interim, prior, states."""
import json
import resource
import sys
import time

import numpy as np

folder, T = sys.argv[1], int(sys.argv[2])
N = 4
load = lambda name: np.load(f"{folder}/{name}.npy", mmap_mode="r").view(np.ndarray)
q, p = load("allocation"), load("payments")
priors = {"prior": load("prior"), "states": load("states")}
v = (np.arange(T) + 1.0) / T
m = 2.0 * (np.arange(T) + 1) / (T * (T + 1))


def interim(table, i):
    """Contracts all axes but i with m: matrix-vector products, the first of which reads the table."""
    x = table
    for _ in range(i + 1, N):
        x = x.reshape(-1, T) @ m
    if i == N - 1:
        w = np.ones(1)
        for _ in range(N - 1):
            w = np.multiply.outer(w, m).ravel()
        return w @ x.reshape(-1, T)
    x = x.reshape(-1, T)
    w = np.ones(1)
    for _ in range(i):
        w = np.multiply.outer(w, m).ravel()
    return w @ x


def ex_post():
    """Least v q - p, least q, largest sum q, extremes of sum p, in pieces that stay in cache."""
    size = max(1, 2**15 // T)
    qs, ps = q.reshape(N, -1, T), p.reshape(N, -1, T)
    rows = qs.shape[1]
    u, sq, sp = (np.empty((size, T)) for _ in range(3))
    low, least_q, high_q, low_p, high_p = np.inf, np.inf, -np.inf, np.inf, -np.inf
    for a in range(0, rows, size):
        k = min(size, rows - a)
        prefix = np.arange(a, a + k)
        types = [v[prefix // T**2][:, None], v[prefix // T % T][:, None], v[prefix % T][:, None], v[None, :]]
        for i in range(N):
            x, y = qs[i, a : a + k], ps[i, a : a + k]
            np.multiply(x, types[i], out=u[:k])
            np.subtract(u[:k], y, out=u[:k])
            low = min(low, u[:k].min())
            least_q = min(least_q, x.min())
            if i == 0:
                sq[:k], sp[:k] = x, y
            else:
                np.add(sq[:k], x, out=sq[:k])
                np.add(sp[:k], y, out=sp[:k])
        high_q = max(high_q, sq[:k].max())
        low_p, high_p = min(low_p, sp[:k].min()), max(high_p, sp[:k].max())
    return low


def products(f, table, i):
    """sum_c f(t,c) table(r,c) by matrix products without moving the table."""
    outer, inner = T**i, T ** (N - 1 - i)
    if inner == 1:
        return f.reshape(-1, T).T @ table.reshape(-1, T)
    F, X = f.reshape(outer, T, inner), table.reshape(outer, T, inner)
    if inner >= 1000 or outer == 1:
        out = np.zeros((T, T))
        for a in range(outer):
            out += F[a] @ X[a].T
        return out
    # Many small blocks: packed into wide ones first.
    out, wide = np.zeros((T, T)), max(1, 4096 // inner)
    for a in range(0, outer, wide):
        A = np.ascontiguousarray(F[a : a + wide].swapaxes(0, 1)).reshape(T, -1)
        B = np.ascontiguousarray(X[a : a + wide].swapaxes(0, 1)).reshape(T, -1)
        out += A @ B.T
    return out


def gain(U):
    g = U - np.diag(U)[:, None]
    np.fill_diagonal(g, -np.inf)
    return float(g.max())


for line in sys.stdin:
    mode = line.strip()
    start = time.perf_counter()
    low = 0.0 if mode == "interim" else ex_post()
    gains = []
    for i in range(N):
        if mode in priors:
            f = priors[mode]
            mass = f.sum(axis=tuple(j for j in range(N) if j != i))
            Q, P = products(f, q[i], i), products(f, p[i], i)
            gains.append(gain((v[:, None] * Q - P) / mass[:, None]))
        else:
            Q, P = interim(q[i], i), interim(p[i], i)
            gains.append(gain(v[:, None] * Q[None, :] - P[None, :]))
    seconds = time.perf_counter() - start
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "low": float(low), "gains": gains, "rss": rss, "numpy": np.__version__}), flush=True)
