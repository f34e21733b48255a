import { fail } from "../numeric/candor-error.js";
import type { MeasuredSignals } from "./signal-model.js";

/** A sum over windows of counts. */
export interface WindowedSum {
  /** How large the answer is. */
  readonly size: number;
  /** Bounds what was left out, in the unit of `size`. */
  readonly omitted: number;
}

/** What is left out should be below this share of the answer. */
const OMITTED_SHARE = 1e-12;
/** Vectors of counts up to which the last resort is to look at all of them. */
const MOST_COUNTS = 1e7;

/**
 * Repeats a sum with deeper windows of counts until what they leave out is below 10^−12 of the answer. Where even windows of depth 80 + 2m ln n leave
 * out more, because the answer is far smaller than its terms, all counts are looked at if they are few; otherwise the bound says how much is missing.
 * Errors: `too-large` beyond 10^9 players, or where windows would have some 10^9 counts.
 */
export function widened<T extends WindowedSum>(
  { signals, states }: MeasuredSignals,
  players: number,
  attempt: (depth: number) => T,
): T {
  requireManageable(signals, states, players);
  const logPlayers = Math.log(players);
  const deepest = 80 + 2 * signals * logPlayers;
  for (let depth = 34 + (signals / 2) * logPlayers; depth < deepest; depth += 20) {
    const found = attempt(depth);
    if (found.omitted <= OMITTED_SHARE * found.size) return found;
  }
  return attempt(countVectors(players, signals) <= MOST_COUNTS ? Number.POSITIVE_INFINITY : deepest);
}

/** More players than this do not fit the integers that counts are kept in. */
const MOST_PLAYERS = 1e9;
/** Counts of windows that take some minutes. */
const MOST_CELLS = 1e9;

function requireManageable(signals: number, states: number, players: number): void {
  if (players > MOST_PLAYERS)
    fail("too-large", "players", `${players} players are more than ${MOST_PLAYERS}; ask for fewer.`);
  const cells = ((states * (states - 1)) / 2) * windowCells(signals, players);
  if (cells > MOST_CELLS)
    fail(
      "too-large",
      "players",
      `${players} players with ${signals} signals have some ${cells.toExponential(0)} vectors of counts between the states; ${MOST_CELLS} are dealt with. Ask for fewer players.`,
    );
}

/** About how many vectors of counts the window of one pair of states has; to decide what is feasible, not to prove anything. */
export function windowCells(signals: number, players: number): number {
  // A slab of some 100 counts across, 14 standard deviations wide in the other directions.
  const slab = 100 * (14 * Math.sqrt(players / signals)) ** (signals - 2);
  return Math.min(countVectors(players, signals), slab);
}

/** The number of vectors of `signals` counts that add up to `players`. */
export function countVectors(players: number, signals: number): number {
  let count = 1;
  for (let j = 1; j < signals; j++) count = (count * (players + j)) / j;
  return count;
}

/** max |x_j|, 0 of none. */
export function largestSize(values: Float64Array): number {
  let most = 0;
  for (const each of values) most = Math.max(most, Math.abs(each));
  return most;
}
