import { createRequire as requireFrom } from "node:module";
import { highsSolver, type LinearSolver } from "@candor/core/lp";

/** HiGHS where it is installed beside the bundled command line; `undefined` where it is not. */
export function installedHighs(): LinearSolver | undefined {
  try {
    const wasm = requireFrom(import.meta.url).resolve("highs/runtime");
    return highsSolver({ locateFile: () => wasm });
  } catch {
    return undefined;
  }
}
