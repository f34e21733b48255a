import type { Estimate } from "@candor/core/intervals";

/** Ten significant digits; infinities as ∞. */
export function printNumber(value: number): string {
  if (Math.abs(value) === Infinity) return value > 0 ? "∞" : "−∞";
  return String(Number(value.toPrecision(10)));
}

/** Up to ten significant digits, none beyond the error, and the error rounded up to one digit: "0.4166666667 ± 8e-16". */
export function printEstimate({ value, error }: Estimate): string {
  if (!(error > 0)) return printNumber(value);
  const known = Math.floor(Math.log10(Math.abs(value) || 1)) - Math.floor(Math.log10(error)) + 1;
  const digits = Math.max(1, Math.min(10, known));
  return `${Number(value.toPrecision(digits))} ± ${roundedUp(error)}`;
}

function roundedUp(error: number): string {
  const unit = 10 ** Math.floor(Math.log10(error));
  return String(Number((Math.ceil(error / unit) * unit).toPrecision(1)));
}
