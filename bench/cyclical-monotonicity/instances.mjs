/** Named instances on 2,000 types; everything follows from the seed. */

/** mulberry32: numbers in [0, 1) that depend on the seed alone. */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(count, random) {
  const order = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const j = Math.floor(random() * (k + 1));
    [order[k], order[j]] = [order[j], order[k]];
  }
  return order;
}

/** w(s,t) = x(s)·θ(t) − x(s)·θ(s). */
function ruleArcs(types, rule) {
  const count = types.length;
  const outcomes = types.map(rule);
  const dot = (a, b) => a.reduce((total, value, k) => total + value * b[k], 0);
  const weights = new Float64Array(count * count);
  for (let s = 0; s < count; s++) {
    const own = dot(outcomes[s], types[s]);
    for (let t = 0; t < count; t++) weights[s * count + t] = dot(outcomes[s], types[t]) - own;
  }
  return weights;
}

const points = (count, dimension, random) =>
  Array.from({ length: count }, () => Array.from({ length: dimension }, random));

/** Gradient of log Σ exp(3θ_k) / 3: choice probabilities of a logit rule. */
function softmax(type) {
  const powers = type.map((value) => Math.exp(3 * value));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

/** Overwrites the arcs of a cycle through all nodes in random order. */
function plant(weights, count, random, weightOf) {
  const order = shuffled(count, random);
  order.forEach((s, k) => {
    const t = order[(k + 1) % count];
    weights[s * count + t] = weightOf(s, t);
  });
  return weights;
}

const filled = (count, random, entry) => Float64Array.from({ length: count * count }, () => entry(random()));

export const instances = [
  {
    name: "1-D, x(θ) = θ, shuffled grid",
    build: (count, random) =>
      ruleArcs(
        shuffled(count, random).map((k) => [k / count]),
        (type) => type,
      ),
  },
  {
    name: "1-D, x(θ) = θ, uniform draws",
    build: (count, random) => ruleArcs(points(count, 1, random), (type) => type),
  },
  {
    name: "1-D, x(θ) = θ³, uniform draws",
    build: (count, random) => ruleArcs(points(count, 1, random), ([type]) => [type ** 3]),
  },
  {
    name: "1-D, posted price 1/2",
    build: (count, random) => ruleArcs(points(count, 1, random), ([type]) => [type >= 0.5 ? 1 : 0]),
  },
  {
    name: "3-D, gradient of a quadratic form",
    build: (count, random) => ruleArcs(points(count, 3, random), ([a, b, c]) => [2 * a + b, a + 3 * b, c]),
  },
  { name: "3-D, softmax", build: (count, random) => ruleArcs(points(count, 3, random), softmax) },
  {
    name: "planted cycle, 0.001 among −1 to −2",
    build: (count, random) =>
      plant(
        filled(count, random, (u) => -1 - u),
        count,
        random,
        () => 0.001,
      ),
  },
  {
    name: "planted cycle, 0.001 hidden by potentials",
    build: (count, random) => {
      const phi = Array.from({ length: count }, random);
      const weights = new Float64Array(count * count);
      for (let s = 0; s < count; s++)
        for (let t = 0; t < count; t++) weights[s * count + t] = phi[t] - phi[s] - 0.01 * random();
      return plant(weights, count, random, (s, t) => phi[t] - phi[s] + 0.001);
    },
  },
  {
    name: "planted cycle, one arc 1, the others 0",
    build: (count, random) => {
      let first = true;
      return plant(
        filled(count, random, () => -5),
        count,
        random,
        () => {
          const weight = first ? 1 : 0;
          first = false;
          return weight;
        },
      );
    },
  },
  { name: "random in [−1, 1)", build: (count, random) => filled(count, random, (u) => 2 * u - 1) },
  {
    name: "random integers 0 to 4",
    build: (count, random) => filled(count, random, (u) => Math.floor(5 * u)),
  },
];
