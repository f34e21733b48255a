import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import {
  isIntervalWorld,
  type LoadedModel,
  type ParsedModel,
  parseModel,
  withModel,
} from "../../src/io/index.js";
import { CandorError } from "../../src/numeric/candor-error.js";

const ROOT = join(import.meta.dirname, "../../../../catalog");

export interface CatalogEntry {
  /** Path inside the catalog, e.g. "journals/jet/mussa-rosen-1978/three-grades.yaml". */
  readonly name: string;
  readonly model: ParsedModel;
}

/** Those with finite types; the others are looked at by the tests of the command line. */
export const ENTRIES: readonly CatalogEntry[] = walk(ROOT)
  .map((path) => ({ name: relative(ROOT, path), model: parseModel(readFileSync(path, "utf8")) }))
  .filter(({ model }) => !isIntervalWorld(model));

function walk(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return walk(path);
      return /\.(yaml|json)$/.test(name) ? [path] : [];
    });
}

/** Runs `use` in exact arithmetic; `undefined` when some number of the model has no exact value. */
export function inFractions<R>(model: ParsedModel, use: <N>(loaded: LoadedModel<N>) => R): R | undefined {
  try {
    return withModel(model, "exact", undefined, use);
  } catch (error) {
    if (error instanceof CandorError && error.problems.every(({ code }) => code === "not-rational"))
      return undefined;
    throw error;
  }
}

/** How many profiles of types a model has when nobody is treated as alike. */
export function profiles<N>({ environment }: LoadedModel<N>): number {
  return environment.agents.reduce((product, { types }) => product * types.length, 1);
}
