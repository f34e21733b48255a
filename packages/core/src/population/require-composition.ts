import { fail } from "../numeric/candor-error.js";
import type { Population } from "./population.js";

/** Refuses what is not one whole number ≥ 0 per group with a positive sum up to 2^53 − 1: `invalid-composition`. */
export function requireComposition({ groups }: Population, composition: readonly number[]): void {
  const total = composition.reduce((sum, count) => sum + count, 0);
  const fits =
    composition.length === groups.length &&
    composition.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    Number.isSafeInteger(total) &&
    total > 0;
  if (!fits)
    fail(
      "invalid-composition",
      "composition",
      "Give every group a whole number of members, and some group one.",
      {
        expected: `${groups.length} whole numbers from 0, together from 1 to ${Number.MAX_SAFE_INTEGER}`,
        received: `[${composition.join(", ")}]`,
      },
    );
}
