import { fail } from "../../numeric/candor-error.js";

/** Refuses an interval that is empty, a point, or infinite. */
export function requireInterval(low: number, high: number): void {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
    fail("bad-interval", "low", "An interval needs two finite ends, low below high.", {
      expected: "low < high",
      received: `[${low}, ${high}]`,
    });
}

/** Refuses a parameter that is not a finite number above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    fail("bad-parameter", name, `${name} must be a finite number above 0.`, { received: String(value) });
}

/** Refuses a parameter that is not a finite number. */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value))
    fail("bad-parameter", name, `${name} must be a finite number.`, { received: String(value) });
}
