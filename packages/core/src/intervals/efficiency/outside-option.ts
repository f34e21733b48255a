import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";

/** What a type gets when it stays away, IR_i(θ_i), in money. */
export interface OutsideOption {
  /** IR(x), finite on the support. */
  value(type: number): number;
  /** IR′(x), where there is one; without it the worst-off type of an option that is not concave is less precise. */
  slope?(type: number): number;
  /** Where IR or IR′ jumps. */
  readonly breakpoints?: readonly number[];
  /** IR is concave (linear included) on the whole line: E[S(θ_i, ·)] − IR is convex, and its minimum is found for certain. Needs `slope`. */
  readonly concave?: boolean;
  /** IR is linear. */
  readonly linear?: boolean;
}

/** IR(x) = share·x + constant: a partner with that share, a seller with 1, a buyer with 0. */
export function linearOption(share: number, constant = 0): OutsideOption {
  if (!Number.isFinite(share) || !Number.isFinite(constant))
    fail("bad-outside-option", "", "The share and the constant of an outside option must be finite.", {
      received: `${share}·θ + ${constant}`,
    });
  return { value: (type) => share * type + constant, slope: () => share, concave: true, linear: true };
}

/** Refuses an outside option that is not finite somewhere it is looked at: ends, breakpoints, the median. */
export function requireFiniteOption(option: OutsideOption, distribution: Distribution, path: string): void {
  const places = [...distribution.support, ...distribution.breakpoints, ...(option.breakpoints ?? [])];
  for (const type of [...places, distribution.quantile(0.5)])
    if (Number.isFinite(type) && !Number.isFinite(option.value(type)))
      fail("bad-outside-option", path, `The outside option of type ${type} must be a finite number.`, {
        received: String(option.value(type)),
      });
  if (option.concave && option.slope === undefined)
    fail("bad-outside-option", path, "A concave outside option must come with its slope.");
}
