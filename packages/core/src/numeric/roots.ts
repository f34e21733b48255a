import { fail } from "./candor-error.js";

/**
 * A root of f between two points of opposite sign, by Chandrupatla's method: inverse quadratic interpolation where it is safe, else
 * halving. Of a function that jumps over 0 it finds the jump. The answer is the end with the smaller |f| of a bracket no wider than
 * 2·tolerance + 2⁻⁵¹|x| (default 0: neighbouring doubles or the next but one). At most a few evaluations more than three times halving's.
 * @throws CandorError `no-sign-change` when f has one strict sign at both ends; `not-finite` when f is not a number somewhere; `bad-interval` for infinite ends.
 * Source: Chandrupatla, Advances in Engineering Software 28 (1997).
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  { tolerance = 0 }: { readonly tolerance?: number } = {},
): number {
  if (!(Number.isFinite(low) && Number.isFinite(high)))
    fail("bad-interval", "", "A root is sought between two finite ends.", { received: `[${low}, ${high}]` });
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
    // Halving as a sum of halves does not overflow.
    const x = share === 0.5 ? a / 2 + b / 2 : b + share * (a - b);
    // Neighbours around 0, where no double is smaller than their distance.
    if (share === 0.5 && (x === a || x === b)) return Math.abs(fa) < Math.abs(fb) ? a : b;
    const fx = at(x);
    let [c, fc] = [a, fa];
    if (fx > 0 === fb > 0) [c, fc] = [b, fb];
    else [a, fa] = [b, fb];
    [b, fb] = [x, fx];
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const width = Math.abs(a - b);
    const smallest = (tolerance + 2 ** -52 * Math.abs(best)) / width;
    if (fb === 0 || smallest >= 0.5) return best;
    share = Math.min(Math.max(nextShare(a, fa, b, fb, c, fc), smallest), 1 - smallest);
  }
}

/** Where between b and a to look next: interpolated from three values when the parabola through them is monotone there. */
function nextShare(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  const xi = (b - a) / (c - a);
  const phi = (fb - fa) / (fc - fa);
  if (!(phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi)) return 0.5;
  const share =
    (fb / (fa - fb)) * (fc / (fa - fc)) + (((c - b) / (a - b)) * fb * fa) / ((fc - fb) * (fc - fa));
  return Number.isFinite(share) ? share : 0.5;
}
