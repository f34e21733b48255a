import { createRequire as requireFrom } from "node:module";
import { highsSolver, type LinearSolver } from "@candor/core/lp";

/** HiGHS where it is installed; without it small models are still solved, exactly and from scratch. */
export function installedSolver(): LinearSolver | undefined {
  try {
    const wasm = requireFrom(import.meta.url).resolve("highs/runtime");
    return highsSolver({ locateFile: () => wasm });
  } catch {
    return undefined;
  }
}
