import { fail } from "@candor/core/numeric";

/** A whole number from `least` to `most`. Errors: `invalid-value` naming `flag`. */
export function readWholeNumber(text: string, flag: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value;
  return fail("invalid-value", flag, `"${text}" is not a whole number from ${least} to ${most}.`);
}

/** Refuses a size out of range. Errors: `invalid-value` naming `flag`. */
export function requireWithin(
  sizes: readonly number[],
  flag: string,
  least: number,
  most: number,
): readonly number[] {
  const outside = sizes.find((size) => size < least || size > most);
  if (outside !== undefined)
    fail("invalid-value", flag, `${outside} is out of range; sizes go from ${least} to ${most} here.`);
  return sizes;
}
