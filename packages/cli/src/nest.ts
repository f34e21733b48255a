import type { Raw } from "@candor/core/io";

/** A flat row-major table as nested lists, as model files state tables. */
export function nest(sizes: readonly number[], at: (k: number) => Raw): Raw {
  const build = (depth: number, k: number): Raw =>
    depth === sizes.length
      ? at(k)
      : Array.from({ length: sizes[depth] }, (_, t) => build(depth + 1, k * sizes[depth] + t));
  return build(0, 0);
}
