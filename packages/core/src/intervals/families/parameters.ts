import { fail } from "../../numeric/candor-error.js";

/** Refuses an interval that is empty, a point, or infinite. */
export function requireInterval(low: number, high: number): void {
  const bounded = Number.isFinite(low) && Number.isFinite(high) && low < high;
  if (!(bounded && isMeasurable(high - low)))
    fail(
      "bad-interval",
      "low",
      `From ${low} to ${high} is no interval: it needs two finite ends, low below high.`,
      {
        expected: "low < high",
        received: `[${low}, ${high}]`,
      },
    );
}

/** A size that doubles can divide by, and be divided by. */
function isMeasurable(size: number): boolean {
  return size > 0 && Number.isFinite(size) && Number.isFinite(1 / size);
}

/** Refuses a parameter that is not a finite number above 0. */
export function requirePositive(name: string, value: number): void {
  if (!isMeasurable(value))
    fail("bad-parameter", name, `${name} must be a finite number above 0.`, { received: String(value) });
}

/** Refuses a parameter that is not a finite number. */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value))
    fail("bad-parameter", name, `${name} must be a finite number.`, { received: String(value) });
}

/** Weights that add up to 1 within 1e-9, scaled to do so; refuses others, negative ones, and none. */
export function normalisedWeights(name: string, weights: readonly number[]): number[] {
  weights.forEach((weight, k) => {
    if (!(weight >= 0 && Number.isFinite(weight)))
      fail("bad-parameter", `${name}[${k}]`, "A probability must be finite and not negative.", {
        received: String(weight),
      });
  });
  const total = compensatedSum(weights);
  if (!(Math.abs(total - 1) <= 1e-9))
    fail("not-normalised", name, `The probabilities add up to ${total}; they must add up to 1.`, {
      expected: "1",
      received: String(total),
    });
  return weights.map((weight) => weight / total);
}

/** Neumaier's sum: as if in twice the precision, so that a thousand weights add up to 1 when they do. */
function compensatedSum(terms: readonly number[]): number {
  let [sum, lost] = [0, 0];
  for (const term of terms) {
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}
