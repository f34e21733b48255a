import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { candor, type Ran, temporaryFolder } from "../../../test/commands.js";

/** With odds 3^(wet − dry) of flood. The dam is worth 5p − (1 − p) to East and p − 2(1 − p) to West, p the posterior of flood. */
export const FLOOD = `candor: 1
title: Flood
agents: { East: { count: 3, types: [dry, wet] }, West: { count: 2, types: [dry, wet] } }
states: [calm, flood]
beliefs: { signals: { prior: uniform, likelihood: { calm: [3/4, 1/4], flood: [1/4, 3/4] } } }
alternatives: [none, dam]
values:
  East: 'alternative == "dam" ? (state == "flood" ? 5 : -1) : 0'
  West: 'alternative == "dam" ? (state == "flood" ? 1 : -2) : 0'
`;

/** A folder with {@link FLOOD} as model.yaml, and what tests do there. */
export interface FloodFolder {
  readonly folder: string;
  /** Writes a file and returns its name. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  /** Tallies reports into counts.json. */
  readonly tally: (...args: string[]) => Ran;
  readonly written: () => { table: number[][]; parts: { reports: number }[] };
  /** The table that these reports make; no temporary files may be left behind. */
  readonly tableOf: (...args: string[]) => number[][];
}

export function floodFolder(): FloodFolder {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "temporary"));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  file("model.yaml", FLOOD);
  const tally = (...args: string[]) =>
    candor(folder, "tally", "model.yaml", "--temporary", "temporary", "-o", "counts.json", ...args);
  const written = () => JSON.parse(readFileSync(join(folder, "counts.json"), "utf8"));
  const tableOf = (...args: string[]) => {
    const { code, stderr } = tally(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^\d+ reports/) });
    expect(readdirSync(join(folder, "temporary"))).toEqual([]);
    return written().table;
  };
  return { folder, file, tally, written, tableOf };
}

export const line = (participant: unknown, group: unknown, signal: unknown): string =>
  `${JSON.stringify({ participant, group, signal })}\n`;
