import { fail } from "./candor-error.js";

/**
 * A root of f between two points of opposite sign, by Chandrupatla's method: inverse quadratic interpolation where it is safe, else
 * halving. Of a function that jumps over 0 it finds the jump. The answer is the end with the smaller |f| of a bracket no wider than
 * `tolerance` + 2⁻⁵²|x| (default 0: neighbouring doubles). At most a few evaluations more than three times halving's.
 * @throws CandorError `no-sign-change` when f has one strict sign at both ends; `not-finite` when f is not a number somewhere.
 * Source: Chandrupatla, Advances in Engineering Software 28 (1997).
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  { tolerance = 0 }: { readonly tolerance?: number } = {},
): number {
  const at = (x: number) => {
    const value = f(x);
    return Number.isNaN(value)
      ? fail("not-finite", `x = ${x}`, `The function is not a number at ${x}.`)
      : value;
  };
  let [a, fa] = [high, at(high)];
  let [b, fb] = [low, at(low)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0)
    fail("no-sign-change", "", `The function has one sign at ${low} and at ${high}: no root is bracketed.`, {
      received: `${fb} and ${fa}`,
    });
  let share = 0.5;
  for (;;) {
    const x = b + share * (a - b);
    const fx = at(x);
    let [c, fc] = [a, fa];
    if (fx > 0 === fb > 0) [c, fc] = [b, fb];
    else [a, fa] = [b, fb];
    [b, fb] = [x, fx];
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const width = Math.abs(a - b);
    const smallest = (tolerance + 2 ** -52 * Math.abs(best)) / width;
    if (fb === 0 || !(width > 0) || smallest >= 1) return best;
    share = Math.min(Math.max(nextShare(a, fa, b, fb, c, fc), smallest / 2), 1 - smallest / 2);
  }
}

/** Where between b and a to look next: interpolated from three values when the parabola through them is monotone there. */
function nextShare(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  const xi = (a - b) / (c - b);
  const phi = (fa - fb) / (fc - fb);
  if (!(phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi)) return 0.5;
  const share =
    (fb / (fa - fb)) * (fc / (fa - fc)) + (((c - b) / (a - b)) * fb * fa) / ((fc - fb) * (fc - fa));
  return Number.isFinite(share) ? share : 0.5;
}
