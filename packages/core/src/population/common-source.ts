import { fail } from "../numeric/candor-error.js";
import {
  add,
  compare,
  multiply,
  ONE,
  printRational,
  type Rational,
  subtract,
  ZERO,
} from "../numeric/rational.js";
import { type IncentiveAnswer, incentiveGain, studyPopulation } from "./incentives.js";
import { type MisspecifiedAnswer, misspecifiedIncentives } from "./misspecified.js";
import { studyMisspecified } from "./misspecified-study.js";
import type { Population } from "./population.js";

/**
 * Signals that are only nearly independent: with probability 1 − η they are drawn independently from ν(·|ω), with probability η all of them are
 * drawn independently from ν(·|ω̃) for one ω̃ that is drawn from the prior and has nothing to do with the state, a rumour.
 *
 * Given the state ω and what the signals show, ω̃ (= ω without a rumour), signals are independent, and utilities ignore ω̃: a population with states
 * (ω, ω̃), prior π0(ω)((1 − η)·1{ω̃ = ω} + η π0(ω̃)) and likelihood ν(·|ω̃). States of equal ω̃ have equal likelihoods, so that they merge without loss
 * (as in `mergeEqualStates`): ω̃ has probability π0(ω̃), and given ω̃ the state is ω̃ with probability 1 − η and a fresh draw otherwise. What is
 * returned is therefore `population` with the utilities
 *
 *   ū(a, ω̃) = (1 − η) u(a, ω̃) + η Σ_ω π0(ω) u(a, ω),
 *
 * where the state stands for what the signals show. A designer who knows of the source runs (σ*, q*) of that population, in which truth earns 0 and all
 * differences of utilities between states are 1 − η of what they were; one who does not know runs the original one.
 *
 * @param share η from 0 to 1. Exact. Errors: `invalid-probability`. Cost: groups × alternatives × states.
 */
export function withCommonSource(population: Population, share: Rational): Population {
  if (compare(share, ZERO) < 0 || compare(share, ONE) > 0)
    fail("invalid-probability", "common-source", "The probability of a common source is between 0 and 1.", {
      expected: "0 to 1",
      received: printRational(share),
    });
  const own = subtract(ONE, share);
  const blurred = (row: readonly Rational[]) => {
    const mean = row.map((value, state) => multiply(population.prior[state], value)).reduce(add);
    return row.map((value) => add(multiply(own, value), multiply(share, mean)));
  };
  return {
    ...population,
    groups: population.groups.map((group) => ({ ...group, utility: group.utility.map(blurred) })),
  };
}

/** A population with a common source of one probability, at one size. */
export interface CommonSourceRow {
  /** η. */
  readonly share: Rational;
  readonly players: number;
  readonly composition: readonly number[];
  /** The designer knows η: truth earns exactly 0. */
  readonly informed: IncentiveAnswer;
  /** The designer believes that signals are independent. */
  readonly naive: MisspecifiedAnswer;
}

/** ε and participation by the probability of a common source and by size, for a designer who knows of the source and for one who does not. */
export function commonSourceTable(
  population: Population,
  shares: readonly Rational[],
  compositions: readonly (readonly number[])[],
): CommonSourceRow[] {
  return shares.flatMap((share) => {
    const truth = withCommonSource(population, share);
    const [informed, naive] = [studyPopulation(truth), studyMisspecified(truth, population)];
    return compositions.map((composition) => {
      const players = composition.reduce((sum, members) => sum + members, 0);
      return {
        share,
        players,
        composition,
        informed: incentiveGain(informed, players, composition),
        naive: misspecifiedIncentives(naive, composition),
      };
    });
  });
}
