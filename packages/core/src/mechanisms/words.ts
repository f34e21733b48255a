import type { Environment } from "../model/environment.js";
import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { printRational } from "../numeric/rational.js";

/** A number as people read it: the fraction when exact and short, else six significant digits. */
export function printNumber<N>(F: Arithmetic<N>, x: N): string {
  if (F.kind === "exact") {
    const fraction = printRational(F.toRational(x));
    if (fraction.length <= 9) return fraction;
  }
  const value = F.toNumber(x);
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(3);
  return String(Number(value.toPrecision(6)));
}

/** "Ann pays 3", "Ann receives 1/2" or "Ann pays nothing". */
export function printPayment<N>(environment: Environment<N>, agent: number, payment: N): string {
  const F = environment.arithmetic;
  const { name } = environment.agents[agent];
  const sign = F.compare(payment, F.zero);
  if (sign === 0) return `${name} pays nothing`;
  return sign > 0
    ? `${name} pays ${printNumber(F, payment)}`
    : `${name} receives ${printNumber(F, F.negate(payment))}`;
}

/** The alternative chosen, or the ones a lottery is drawn from. */
export function printLottery<N>(environment: Environment<N>, lottery: number | Table<N>): string {
  const { alternatives, arithmetic: F } = environment;
  if (typeof lottery === "number") return alternatives[lottery].name;
  const possible = alternatives.filter((_, a) => F.compare(lottery[a], F.zero) > 0);
  return `a lottery over ${possible.map((alternative) => alternative.name).join(", ")}`;
}

/** "the others", or "the others and the designer" where the designer's value counts. */
export function printOthers<N>(environment: Environment<N>): string {
  return environment.designer?.counts ? "the others and the designer" : "the others";
}

/** The label an agent reported. */
export function printReport<N>(environment: Environment<N>, agent: number, report: number): string {
  return environment.agents[agent].types[report].label;
}
