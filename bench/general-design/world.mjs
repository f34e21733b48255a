// n agents, k types each, m alternatives; interdependent values, whole numbers 0 … 99 drawn for every agent, profile and alternative.
import { writeFileSync } from "node:fs";

/** A reproducible stream of 32-bit numbers (mulberry32). */
export function draws(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** v_i(t, a) at [agent][profile][alternative], profiles row-major. */
export function randomValues(agents, types, alternatives, seed) {
  const next = draws(seed);
  return Array.from({ length: agents }, () =>
    Array.from({ length: types ** agents }, () => Array.from({ length: alternatives }, () => next() % 100)),
  );
}

/** The same as a model. */
export function model(values, agents, types, alternatives) {
  const names = Array.from({ length: agents }, (_, i) => `A${i}`);
  const labels = Array.from({ length: types }, (_, t) => `t${t}`);
  const nested = (rows, depth) =>
    depth === 0
      ? rows[0]
      : Array.from({ length: types }, (_, t) =>
          nested(rows.slice((t * rows.length) / types, ((t + 1) * rows.length) / types), depth - 1),
        );
  const index = (i) => names.map((name, j) => (i === j ? "own" : name));
  return JSON.stringify({
    candor: 1,
    agents: Object.fromEntries(names.map((name) => [name, { types: labels }])),
    beliefs: { independent: "uniform" },
    alternatives: Array.from({ length: alternatives }, (_, a) => `x${a}`),
    values: Object.fromEntries(
      names.map((name, i) => [
        name,
        { index: [...index(i), "alternative"], entries: nested(values[i], agents) },
      ]),
    ),
  });
}

/** Written for the peer, one file a seed. */
export function writeValues(path, values) {
  writeFileSync(path, JSON.stringify(values));
}
