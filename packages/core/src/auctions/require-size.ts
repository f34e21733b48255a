import { profileCount } from "../model/environment.js";
import { fail } from "../numeric/candor-error.js";

/** Refuses what would take too long. Errors: `too-large` when profiles × positions of all bidders exceed `limit`. */
export function requireSize({ sizes }: { readonly sizes: readonly number[] }, limit: number): void {
  const size = profileCount(sizes) * sizes.reduce((sum, own) => sum + own, 0);
  if (size > limit)
    fail("too-large", "", `Left out: ${size} profiles × types; up to ${limit} are computed here.`);
}
