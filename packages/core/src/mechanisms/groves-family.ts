import { directMechanism, type Mechanism } from "../model/mechanism.js";
import type { EfficientAllocation, EfficientChoice } from "./efficient-allocation.js";
import { printLottery, printNumber, printOthers, printPayment } from "./words.js";

/** What sets one Groves mechanism apart: the charge h_i(r_{−i}), which must not depend on the agent's own report. */
export interface GrovesCharge<N> {
  readonly name: string;
  readonly anonymous: boolean;
  /** h_i at one profile; `choice` is the efficient choice there. */
  charge(agent: number, reports: ArrayLike<number>, choice: EfficientChoice<N>): N;
  /** Where the charge comes from, to complete "Ann pays 3: …". */
  because(agent: number, reports: ArrayLike<number>, charge: N, choice: EfficientChoice<N>): string;
}

/**
 * The mechanism with an efficient choice x and payment_i = h_i(r_{−i}) − Σ_{j≠i} v_j(x, r_j) (− v_D(x) where the designer counts).
 *
 * Truth is a dominant strategy: an agent's utility is W(x(r), (t_i, r_{−i})) − h_i, which the truth maximises.
 * Cost of one profile: agents × alternatives plus the charges.
 * Source: Notes on mechanism design, Def. 2.4; Generalization, efficient mechanisms, Groves Mechanism.
 */
export function grovesMechanism<N>(
  allocation: EfficientAllocation<N>,
  family: GrovesCharge<N>,
): Mechanism<N> {
  const { environment } = allocation;
  const F = environment.arithmetic;
  return directMechanism(environment, {
    name: family.name,
    anonymous: family.anonymous,
    outcome(reports) {
      const choice = allocation.choose(reports);
      const payments = F.table(environment.agents.length);
      for (let i = 0; i < payments.length; i++)
        payments[i] = F.subtract(
          family.charge(i, reports, choice),
          allocation.othersValue(choice, i, reports[i]),
        );
      return { lottery: choice.lottery, payments };
    },
    reasons(reports) {
      const choice = allocation.choose(reports);
      return environment.agents.map((_, i) => {
        const charge = family.charge(i, reports, choice);
        const payment = F.subtract(charge, allocation.othersValue(choice, i, reports[i]));
        return `${printPayment(environment, i, payment)}: ${family.because(i, reports, charge, choice)}.`;
      });
    },
  });
}

/** "the others get 7 (park)" */
export function othersGet<N>(
  allocation: EfficientAllocation<N>,
  choice: EfficientChoice<N>,
  agent: number,
  report: number,
): string {
  const { environment } = allocation;
  const value = printNumber(environment.arithmetic, allocation.othersValue(choice, agent, report));
  return `${printOthers(environment)} get ${value} (${printLottery(environment, choice.lottery)})`;
}
