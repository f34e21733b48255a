import { type ArrayTables, type DenseProblem, typesAt } from "../../../src/numeric/kernels/index.js";

/** Pseudo-random doubles in [0, 1), the same on every machine. */
export function noise(seed: number, length: number): Float64Array {
  let state = (seed % 2147483646) + 1;
  return Float64Array.from({ length }, () => (state = (state * 48271) % 2147483647) / 2147483647);
}

export function normalised(array: Float64Array): Float64Array {
  const sum = array.reduce((a, b) => a + b, 0);
  return array.map((x) => x / sum);
}

/** Random problem and tables; `prior` says which beliefs. */
export function randomCase(
  shape: readonly number[],
  seed: number,
  prior: "independent" | "joint" | "mixture",
) {
  const profiles = shape.reduce((a, b) => a * b, 1);
  const n = shape.length;
  const marginals = shape.map((t, i) => normalised(noise(seed + i, t)));
  const problem: DenseProblem = {
    shape,
    values: shape.map((t, i) => noise(seed + 11 * i, t)),
    outside: shape.map((t, i) => noise(seed + 13 * i, t).map((x) => x / 10)),
    beliefs: prior === "independent" ? { kind: "independent", marginals } : { kind: "joint" },
    totalAtMost: 1,
  };
  const tables: ArrayTables = {
    allocation: shape.map((_, i) => noise(seed + 17 * i, profiles).map((x) => x / n)),
    payments: shape.map((_, i) => noise(seed + 19 * i, profiles).map((x) => x - 0.4)),
    ...(prior === "joint" ? { prior: normalised(noise(seed + 5, profiles)) } : {}),
    ...(prior === "mixture" ? { prior: mixture(shape, seed) } : {}),
  };
  return { problem, tables, prior: tables.prior ?? product(shape, marginals) };
}

function product(shape: readonly number[], marginals: readonly Float64Array[]): Float64Array {
  const profiles = shape.reduce((a, b) => a * b, 1);
  return Float64Array.from({ length: profiles }, (_, x) =>
    typesAt(shape, x).reduce((weight, t, i) => weight * marginals[i][t], 1),
  );
}

/** Values independent given one of two states. */
function mixture(shape: readonly number[], seed: number): Float64Array {
  const [a, b] = [0, 1].map((s) => product(shape, shape.map((t, i) => normalised(noise(seed + 31 * s + i, t))))); // biome-ignore format: pair
  return a.map((x, k) => 0.3 * x + 0.7 * b[k]);
}

/** The definitions, in loops over types, reports and profiles. */
export function naive({ problem, tables, prior }: ReturnType<typeof randomCase>) {
  const { shape, values, outside } = problem;
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  return shape.map((T, i) => {
    const utility = Array.from({ length: T }, () => new Float64Array(T));
    const mass = new Float64Array(T);
    let [expectedPayment, exPost] = [0, Infinity];
    for (let x = 0; x < prior.length; x++) {
      const t = Math.floor(x / strides[i]) % T;
      mass[t] += prior[x];
      expectedPayment += prior[x] * tables.payments[i][x];
      exPost = Math.min(
        exPost,
        values[i][t] * tables.allocation[i][x] - tables.payments[i][x] - outside[i][t],
      );
      for (let r = 0; r < T; r++) {
        const y = x + (r - t) * strides[i];
        utility[t][r] += prior[x] * (values[i][t] * tables.allocation[i][y] - tables.payments[i][y]);
      }
    }
    let gain = -Infinity;
    for (let t = 0; t < T; t++)
      for (let r = 0; r < T; r++)
        if (r !== t && mass[t] > 0) gain = Math.max(gain, (utility[t][r] - utility[t][t]) / mass[t]);
    const interimUtility = utility.map((row, t) => row[t] / mass[t]);
    const shortfall = Math.max(...interimUtility.map((u, t) => outside[i][t] - u));
    return { gain, interimUtility, expectedPayment, exPost, shortfall, utility, mass };
  });
}
