// Two alike bidders with two values each, on a square grid.

/** points[j] has weight weights[j] on either axis; `density` reweighs pairs. Types row by row, values [type * 2 + good]. */
function square(kind, points, weights, density = () => 1) {
  const pairs = points.flatMap((a, j) =>
    points.map((b, k) => [a, b, weights[j] * weights[k] * density(a, b)]),
  );
  const total = pairs.reduce((sum, [, , weight]) => sum + weight, 0);
  const bidder = (name) => ({
    name,
    types: pairs.map(([a, b]) => `${a} & ${b}`),
    probabilities: Float64Array.from(pairs, ([, , weight]) => weight / total),
    values: Float64Array.from(pairs.flatMap((pair) => pair.slice(0, 2))),
  });
  return { kind, goods: ["A", "B"], bidders: [bidder("Ann"), bidder("Bob")] };
}

/** Additive values, two items, (j + 1/2)/k equally likely. */
export function items(k) {
  const points = Array.from({ length: k }, (_, j) => (j + 0.5) / k);
  return square(
    "items",
    points,
    points.map(() => 1),
  );
}

/** One object in two grades, values on {from, from + 1/T, …, from + 1}², trapezoid weights times the density. */
export function grades(T, density, from = 0) {
  const points = Array.from({ length: T + 1 }, (_, j) => from + j / T);
  return square(
    "grades",
    points,
    points.map((_, j) => (j === 0 || j === T ? 0.5 : 1)),
    density,
  );
}

/** By name: the sale, the revenue known before, and seconds of the peer where it was measured on this machine. */
export const INSTANCES = {
  "items 3": { sale: () => items(3), known: 1.053497942 },
  "items 4": { sale: () => items(4), known: 1.03515625 },
  "items 5": { sale: () => items(5), known: 1.00768 },
  "items 6": { sale: () => items(6), known: 0.985725309 },
  "items 8": { sale: () => items(8), known: 0.964157105 },
  "items 10": { sale: () => items(10), known: 0.951982 },
  "items 20": { sale: () => items(20) },
  "grades 10": { sale: () => grades(10), known: 0.625929, peer: 0.093 },
  "grades 20": { sale: () => grades(20), known: 0.606033, peer: 1.545 },
  "grades 30": { sale: () => grades(30), known: 0.598956, peer: 16.1 },
  "grades 40": { sale: () => grades(40), known: 0.595434, peer: 69.8 },
  "grades 50": { sale: () => grades(50), known: 0.593395, peer: 369.2 },
  "grades 20, U[2,3]²": { sale: () => grades(20, undefined, 2), known: 2.562314 },
  "grades 20, Beta(1,2)²": { sale: () => grades(20, (a, b) => (1 - a) * (1 - b)), known: 0.400615 },
  "grades 20, density x₁ + x₂": { sale: () => grades(20, (a, b) => a + b), known: 0.698962 },
  "grades 20, density 1 + x₁": { sale: () => grades(20, (a) => 1 + a) },
};
