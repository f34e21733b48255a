import { float } from "../arithmetic.js";
import { fail } from "../candor-error.js";
import type { DensePlan, DenseProblem } from "./dense-problem.js";
import { type IncentiveFacts, type InterimForms, incentiveFacts } from "./incentives.js";
import type { JointPart, Skeleton } from "./joint-pass.js";
import type { AxisLayout } from "./layout.js";
import type { Extreme, ProfilePart, Spot } from "./profile-pass.js";

/** What the pass over all profiles says, parts merged in the order of tasks. */
export interface ProfileFacts {
  readonly forms: readonly Float64Array[];
  /** Per agent: min over profiles of v·q − p − o at truth, and where. */
  readonly participation: readonly Extreme[];
  readonly maxAllocation: Extreme;
  readonly minRevenue: Extreme;
  readonly maxRevenue: Extreme;
}

export interface DenseAgent extends IncentiveFacts {
  readonly expectedPayment: number;
  readonly exPostParticipation: Extreme;
  /** Number of prior rows that stood in for all, or the number of types (1 under independent beliefs). */
  readonly rank: number;
}

export interface DenseReport {
  readonly agents: readonly DenseAgent[];
  readonly revenue: number;
  readonly revenueErrorBound: number;
  /** Largest Σ q, least and largest Σ p over all profiles, each with its profile. */
  readonly maxAllocation: Extreme;
  readonly minRevenue: Extreme;
  readonly maxRevenue: Extreme;
}

/** Refuses tables with a bad cell, naming the first. Throws `bad-cell`. */
function refuseBad(parts: readonly ProfilePart[]): void {
  for (const { bad } of parts) {
    if (!bad) continue;
    const { table, agent, profile, value } = bad;
    if (table === "sum") {
      fail("bad-cell", `profiles[${profile}…]`, "The sum over agents exceeds the range of doubles.");
    }
    const needed = table === "allocation" ? "a finite number, at least 0" : "a finite number";
    fail("bad-cell", `${table}[${agent}][${profile}]`, `This entry is ${value}; it has to be ${needed}.`);
  }
}

/** Merges parts in task order and looks up where extremes are attained. Throws `bad-cell`. */
export async function mergeProfileParts(
  problem: DenseProblem,
  parts: readonly ProfilePart[],
  locate: (slot: number, spot: Spot) => Promise<number>,
): Promise<ProfileFacts> {
  refuseBad(parts);
  const n = problem.shape.length;
  const extremes: Extreme[] = [];
  for (let slot = 0; slot < n + 3; slot++) {
    const spot = parts.map((part) => part.spots[slot]).reduce((a, b) => (b.value < a.value ? b : a));
    const sign = slot === n || slot === n + 2 ? -1 : 1;
    extremes.push({ value: sign * spot.value, profile: await locate(slot, spot) });
  }
  const [maxAllocation, minRevenue, maxRevenue] = extremes.slice(n);
  if (maxAllocation.value > (problem.totalAtMost ?? Infinity) + 1e-9) {
    const path = `allocation[*][${maxAllocation.profile}]`;
    fail("bad-cell", path, `Allocations add up to ${maxAllocation.value}, more than ${problem.totalAtMost}.`);
  }
  const forms = problem.shape.map((_, i) => addUp(parts.map((part) => part.forms[i])));
  return { forms, participation: extremes.slice(0, n), maxAllocation, minRevenue, maxRevenue };
}

/** Sum of arrays, first to last. */
export function addUp(arrays: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(arrays[0].length);
  for (const array of arrays) for (let k = 0; k < total.length; k++) total[k] += array[k];
  return total;
}

/**
 * Largest |p| of each agent from the extremes: p ≤ v·q − o − min(v·q − p − o), and p_i = Σp − Σ_{j≠i} p_j. Loose, but
 * it only scales rounding bounds and costs no pass.
 */
export function paymentBounds(problem: DenseProblem, facts: ProfileFacts): number[] {
  const span = (array: Float64Array) => array.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const highest = problem.shape.map(
    (_, i) =>
      span(problem.values[i]) * Math.max(0, facts.maxAllocation.value) +
      span(problem.outside[i]) -
      Math.min(0, facts.participation[i].value),
  );
  const all = highest.reduce((a, b) => a + b, 0);
  return highest.map(
    (h, i) => Math.max(h, all - highest[i] - Math.min(0, facts.minRevenue.value)) * (1 + 1e-12),
  );
}

/** Interim forms of agent i under independent beliefs. */
export function independentForms(
  plan: DensePlan,
  facts: ProfileFacts,
  i: number,
  marginal: Float64Array,
  maxPayment: number,
): InterimForms {
  const T = plan.layout.shape[i];
  const { rowLength, chunk, taskLength, tasks, shape } = plan.layout;
  // Longest chain of additions: inside a row, over the rows of a task, over the positions of a row, over tasks.
  const depth =
    Math.min(rowLength, chunk) / 2 +
    taskLength / Math.min(rowLength, chunk) +
    rowLength +
    tasks +
    shape.length +
    16;
  return {
    allocation: facts.forms[i].filter((_, k) => k % 2 === 0),
    payment: facts.forms[i].filter((_, k) => k % 2 === 1),
    rows: 1,
    mass: marginal.map((probability) => (probability > 0 ? 1 : 0)),
    slack: new Float64Array(T).fill(float.errorBound(depth, 1 + 1e-9)),
    maxAllocation: Math.max(0, facts.maxAllocation.value),
    maxPayment,
  };
}

/** Interim forms of one agent under a joint prior, with what the skeleton left out in the slack. */
export function jointForms(
  axis: AxisLayout,
  parts: readonly JointPart[],
  skeleton: Skeleton | undefined,
  maxAllocation: number,
  maxPayment: number,
): InterimForms {
  const low = Math.min(...parts.map((part) => part.minPrior));
  if (!(low >= 0))
    fail("invalid-beliefs", "prior", `The prior has an entry ${low}; probabilities are at least 0.`);
  const forms = addUp(parts.map((part) => part.forms));
  const mass = addUp(parts.map((part) => part.mass));
  if (mass.some((m) => !Number.isFinite(m)))
    fail("invalid-beliefs", "prior", "The prior has an entry that is not finite.");
  const T = axis.types;
  // Longest chain of additions: inside a block, over the blocks of a task, over tasks.
  const depth = 256 + Math.ceil(axis.taskLength / 128) + axis.block + parts.length;
  const gamma = float.errorBound(depth, 1);
  const allocation = new Float64Array(T * T);
  const payment = new Float64Array(T * T);
  const slack = new Float64Array(T).fill(gamma);
  const rest = addUp(parts.map((part) => part.rest));
  for (let t = 0; t < T; t++) {
    const rank = skeleton ? skeleton.rows.length : T;
    let spread = 0;
    for (let k = 0; k < rank; k++) {
      const x = skeleton ? skeleton.coefficients[t * rank + k] : k === t ? 1 : 0;
      if (x === 0) continue;
      spread += Math.abs(x) * mass[skeleton ? skeleton.rows[k] : t];
      for (let r = 0; r < T; r++) {
        allocation[t * T + r] += x * forms[k * 2 * T + r];
        payment[t * T + r] += x * forms[k * 2 * T + T + r];
      }
    }
    if (!skeleton || !(mass[t] > 0)) continue;
    // f = X·s + rest exactly; the measured rest is off by its own rounding, at most γ·(mass + spread).
    const perMass = spread / mass[t];
    slack[t] = (1 + gamma) * (rest[t] / mass[t]) + 3 * float.errorBound(depth + rank, 1) * (1 + perMass);
  }
  return { allocation, payment, rows: T, mass, slack, maxAllocation, maxPayment };
}

/** The report of one agent; `weights` are its marginal, or undefined under a joint prior. */
export function denseAgent(
  problem: DenseProblem,
  facts: ProfileFacts,
  i: number,
  forms: InterimForms,
  rank: number,
): DenseAgent {
  const T = problem.shape[i];
  let expectedPayment = 0;
  for (let t = 0; t < T; t++) {
    expectedPayment +=
      problem.beliefs.kind === "independent"
        ? problem.beliefs.marginals[i][t] * forms.payment[t]
        : forms.payment[t * T + t];
  }
  const incentives = incentiveFacts(forms, problem.values[i], problem.outside[i]);
  return { ...incentives, expectedPayment, exPostParticipation: facts.participation[i], rank };
}

/** Puts agents and profile facts together. */
export function denseReport(
  facts: ProfileFacts,
  agents: readonly DenseAgent[],
  forms: readonly InterimForms[],
): DenseReport {
  const mass = (f: InterimForms) => (f.rows === 1 ? 1 : f.mass.reduce((a, b) => a + b, 0));
  const bound = forms.reduce(
    (sum, f) => sum + f.slack.reduce((a, s) => Math.max(a, s), 0) * f.maxPayment * mass(f),
    0,
  );
  const magnitude = forms.reduce((sum, f) => sum + f.maxPayment * mass(f), 0);
  return {
    agents,
    revenue: agents.reduce((sum, agent) => sum + agent.expectedPayment, 0),
    revenueErrorBound:
      bound + float.errorBound(Math.max(...forms.map((f) => f.mass.length)) + agents.length, magnitude),
    maxAllocation: facts.maxAllocation,
    minRevenue: facts.minRevenue,
    maxRevenue: facts.maxRevenue,
  };
}
