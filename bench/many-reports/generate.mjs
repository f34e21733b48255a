// Reports of a made-up population, the same for the same count and seed: a model, and NDJSON or CSV with a few participants who report twice.
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";

export const MODEL = `candor: 1
title: Dam
agents:
  East: { count: 5_000_000, types: [dry, damp, wet] }
  West: { count: 3_000_000, types: [dry, damp, wet] }
  Hill: { count: 2_000_000, types: [dry, damp, wet] }
states: [calm, flood]
beliefs:
  signals:
    prior: [0.9, 0.1]
    likelihood: { calm: [0.41, 0.33, 0.26], flood: [0.33, 0.34, 0.33] }
alternatives: [none, dam]
values:
  East: 'alternative == "dam" ? (state == "flood" ? 5 : -1) : 0'
  West: 'alternative == "dam" ? (state == "flood" ? 1 : -2) : 0'
  Hill: 'alternative == "dam" ? -1/2 : 0'
`;
export const GROUPS = ["East", "West", "Hill"];
export const SIGNALS = ["dry", "damp", "wet"];

/** Uniform on [0, 1), by the generator mulberry32. */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick(u, cumulative) {
  let k = 0;
  while (u >= cumulative[k]) k++;
  return k;
}

const WRITERS = {
  ndjson: {
    head: "",
    row: (id, group, signal) => `{"participant":"p${id}","group":"${group}","signal":"${signal}"}\n`,
  },
  csv: {
    head: "participant,group,signal\n",
    row: (id, group, signal) => `p${id},${group},${signal}\n`,
  },
};

/**
 * Writes `count` reports, of which `repeated` are second reports of participants in the first half. Returns the counts at
 * [group][signal] of the first reports.
 */
export function generate(path, format, { count, repeated, seed }) {
  const { head, row } = WRITERS[format];
  const next = uniform(seed);
  const table = GROUPS.map(() => SIGNALS.map(() => 0));
  const file = openSync(path, "w");
  let text = head;
  // A step without a common divisor visits every id once, in no order.
  const size = count - repeated;
  const every = Math.floor(count / 2 / Math.max(1, repeated));
  let fresh = 0;
  let again = 0;
  for (let k = 0; k < count; k++) {
    const group = pick(next(), [0.5, 0.8, 1]);
    const signal = pick(next(), [0.33, 0.67, 1]);
    const isRepeated = again < repeated && k >= count / 2 && (k - Math.ceil(count / 2)) % every === every - 1;
    const position = isRepeated ? (again++ * 7919) % Math.floor(count / 2 - repeated) : fresh++;
    if (!isRepeated) table[group][signal]++;
    text += row((position * 7_368_787) % size, GROUPS[group], SIGNALS[signal]);
    if (text.length > 2 ** 20) {
      writeSync(file, text);
      text = "";
    }
  }
  writeSync(file, text);
  closeSync(file);
  if (again !== repeated) throw new Error(`${again} instead of ${repeated} repeated reports`);
  return table;
}

export function writeModel(path) {
  writeFileSync(path, MODEL);
}
