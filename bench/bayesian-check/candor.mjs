// candor.mjs <folder> <types> <slabs|files>: answers lines of JSON {mode, workers, plain, full} with one line of JSON.

import { closeSync, openSync, readSync } from "node:fs";
import { createInterface } from "node:readline";
import { allocateDense, openDense, slabView } from "../../packages/cli/dist/dense/index.js";

const [folder, size, kind] = process.argv.slice(2);
const T = Number(size);
const shape = [T, T, T, T];
const profiles = T ** 4;
const value = Float64Array.from({ length: T }, (_, t) => (t + 1) / T);
const marginal = Float64Array.from({ length: T }, (_, t) => (2 * (t + 1)) / (T * (T + 1)));
const base = {
  shape,
  values: shape.map(() => value),
  outside: shape.map(() => new Float64Array(T)),
  totalAtMost: 1,
};
const beliefs = (mode) =>
  mode === "independent" ? { kind: "independent", marginals: shape.map(() => marginal) } : { kind: "joint" };
const file = (name) => `${folder}/${name}.npy`;
const files = (mode) => ({
  kind: "files",
  allocation: file("allocation"),
  payments: file("payments"),
  prior: file(mode),
});

/** Reads `array.length` doubles of a file with a 128-byte header from entry `start` on. */
function load(fd, start, array) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(bytes.length - at, 1 << 28);
    const got = readSync(fd, bytes, at, length, 128 + 8 * start + at);
    if (got === 0) throw new Error("short file");
    at += got;
  }
}

function loadSlabs() {
  const tables = allocateDense({ ...base, beliefs: beliefs("independent") });
  for (const table of ["allocation", "payments"]) {
    const fd = openSync(file(table), "r");
    tables.slabs.forEach(({ start }, slab) => {
      for (let i = 0; i < 4; i++) load(fd, i * profiles + start, slabView(tables, table, i, slab));
    });
    closeSync(fd);
  }
  const priors = {};
  for (const name of ["prior", "states"]) {
    priors[name] = new Float64Array(new SharedArrayBuffer(8 * profiles));
    const fd = openSync(file(name), "r");
    load(fd, 0, priors[name]);
    closeSync(fd);
  }
  return (mode) => ({ ...tables, prior: priors[mode] });
}

const tablesFor = kind === "slabs" ? loadSlabs() : files;
const sessions = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { mode, workers, plain, full } = JSON.parse(line);
  const problem = { ...base, beliefs: beliefs(mode), fullPrior: full ?? false };
  const key = JSON.stringify([mode, workers, plain, full]);
  const start = performance.now();
  const warm = sessions.has(key);
  if (!warm) sessions.set(key, openDense(problem, tablesFor(mode), { workers, plain: plain ?? false }));
  const report = await sessions.get(key).check();
  const seconds = (performance.now() - start) / 1000;
  const { agents } = report;
  process.stdout.write(
    JSON.stringify({
      seconds,
      warm,
      gains: agents.map((agent) => agent.gain),
      bound: Math.max(...agents.map((agent) => agent.errorBound)),
      low: Math.min(...agents.map((agent) => agent.exPostParticipation.value)),
      ranks: agents.map((agent) => agent.rank),
      rss: process.resourceUsage().maxRSS,
    }) + "\n",
  );
}
for (const session of sessions.values()) session.close();
