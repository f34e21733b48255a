import type { DensePlan, DenseProblem } from "./dense-problem.js";
import { densePlan } from "./dense-problem.js";
import {
  type DenseReport,
  denseAgent,
  denseReport,
  independentForms,
  jointForms,
  mergeProfileParts,
  paymentBounds,
} from "./dense-report.js";
import type { InterimForms } from "./incentives.js";
import { type JointPart, JointPass, type Skeleton } from "./joint-pass.js";
import { Arena, type KernelSet } from "./kernel-set.js";
import { loadKernels } from "./load-kernels.js";
import { type ProfilePart, ProfilePass, type Spot } from "./profile-pass.js";
import { type ArrayTables, arrayReader, type TableReader } from "./reader.js";
import { guessSkeleton } from "./skeleton.js";

/** Runs the tasks of a check somewhere: here, or on worker threads. Results come back in task order. */
export interface DenseRunner {
  profiles(): Promise<ProfilePart[]>;
  locate(slot: number, spot: Spot): Promise<number>;
  guess(agent: number): Promise<Skeleton | undefined>;
  joint(agent: number, skeleton: Skeleton | undefined): Promise<JointPart[]>;
}

/** A skeleton is kept if what it leaves out is below this share of every type's probability. */
const LARGEST_REST = 1e-11;

/** Doubles of heap that one worker needs for the plan. */
export function denseHeapLength(plan: DensePlan): number {
  return Math.max(ProfilePass.heapLength(plan.layout), ...plan.axes.map(JointPass.heapLength)) + 8192;
}

/** The check itself, whoever runs its tasks. Throws `bad-cell`, `invalid-beliefs`. */
export async function runDense(
  problem: DenseProblem,
  plan: DensePlan,
  runner: DenseRunner,
): Promise<DenseReport> {
  const facts = await mergeProfileParts(problem, await runner.profiles(), runner.locate);
  const largest = paymentBounds(problem, facts);
  const forms: InterimForms[] = [];
  const agents = [];
  const { beliefs } = problem;
  for (let i = 0; i < problem.shape.length; i++) {
    let rank = 1;
    if (beliefs.kind === "independent")
      forms.push(independentForms(plan, facts, i, beliefs.marginals[i], largest[i]));
    else {
      const found = await joint(problem, plan, runner, i, Math.max(0, facts.maxAllocation.value), largest[i]);
      forms.push(found.forms);
      rank = found.rank;
    }
    agents.push(denseAgent(problem, facts, i, forms[i], rank));
  }
  return denseReport(facts, agents, forms);
}

async function joint(
  problem: DenseProblem,
  plan: DensePlan,
  runner: DenseRunner,
  i: number,
  maxQ: number,
  maxP: number,
) {
  const axis = plan.axes[i];
  const skeleton = problem.fullPrior ? undefined : await runner.guess(i);
  if (skeleton) {
    const forms = jointForms(axis, await runner.joint(i, skeleton), skeleton, maxQ, maxP);
    if (forms.slack.every((s) => s <= LARGEST_REST)) return { forms, rank: skeleton.rows.length };
  }
  return {
    forms: jointForms(axis, await runner.joint(i, undefined), undefined, maxQ, maxP),
    rank: axis.types,
  };
}

/** One worker's side of a check: answers tasks on its own heap. */
export class DenseWorker {
  private profilePass?: ProfilePass;
  private jointPass?: { agent: number; skeleton: Skeleton | undefined; pass: JointPass };

  constructor(
    private readonly kernels: KernelSet,
    private readonly problem: DenseProblem,
    private readonly plan: DensePlan,
    private readonly reader: TableReader,
    private readonly base = 0,
  ) {}

  profiles(task: number): ProfilePart {
    return this.forProfiles().run(task);
  }

  locate(slot: number, spot: Spot): number {
    return this.forProfiles().locate(slot, spot);
  }

  private forProfiles(): ProfilePass {
    const { values, outside, beliefs } = this.problem;
    const data = {
      values,
      outside,
      ...(beliefs.kind === "independent" ? { marginals: beliefs.marginals } : {}),
    };
    this.profilePass ??= new ProfilePass(
      this.kernels,
      this.plan.layout,
      data,
      this.reader,
      new Arena(this.base),
    );
    return this.profilePass;
  }

  guess(agent: number): Skeleton | undefined {
    this.forget();
    return guessSkeleton(this.kernels, this.plan.axes[agent], this.reader);
  }

  joint(agent: number, skeleton: Skeleton | undefined, task: number): JointPart {
    if (this.jointPass?.agent !== agent || !sameSkeleton(this.jointPass.skeleton, skeleton)) {
      this.forget();
      const axis = this.plan.axes[agent];
      const pass = new JointPass(this.kernels, axis, this.reader, skeleton, new Arena(this.base));
      this.jointPass = { agent, skeleton, pass };
    }
    return this.jointPass.pass.run(task);
  }

  /** Passes share the heap: starting one ends the other. */
  private forget(): void {
    delete this.profilePass;
    delete this.jointPass;
  }
}

function sameSkeleton(a: Skeleton | undefined, b: Skeleton | undefined): boolean {
  if (!a || !b) return a === b;
  const same = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    x.length === y.length && Array.prototype.every.call(x, (value, k) => value === y[k]);
  return same(a.rows, b.rows) && same(a.coefficients, b.coefficients);
}

/** A runner in this thread. */
export function localRunner(worker: DenseWorker, plan: DensePlan): DenseRunner {
  const each = <T>(count: number, run: (task: number) => T) =>
    Array.from({ length: count }, (_, task) => run(task));
  return {
    profiles: async () => each(plan.layout.tasks, (task) => worker.profiles(task)),
    locate: async (slot, spot) => worker.locate(slot, spot),
    guess: async (agent) => worker.guess(agent),
    joint: async (agent, skeleton) =>
      each(plan.axes[agent].tasks, (task) => worker.joint(agent, skeleton, task)),
  };
}

/**
 * Checks a dense mechanism in this thread: interim gain of the best lie per agent, interim and ex post participation,
 * expected payments and budget, in one pass over the tables (and one matrix product per agent under a joint prior).
 * The result does not depend on the host: kernels with and without WebAssembly add in the same order.
 *
 * @param tables allocation[i][profile], payments[i][profile], prior[profile], row-major, last agent fastest.
 * @throws CandorError `invalid-shape`, `invalid-beliefs`, `bad-cell`, `too-large`. O(profiles × agents), with a joint
 * prior O(profiles × Σ types), or O(profiles × agents × rank) where rows of the prior depend on each other.
 */
export async function checkDenseHere(
  problem: DenseProblem,
  tables: ArrayTables,
  options: { readonly plain?: boolean } = {},
): Promise<DenseReport> {
  const plan = densePlan(problem);
  const kernels = await loadKernels(denseHeapLength(plan), options);
  const worker = new DenseWorker(kernels, problem, plan, arrayReader(kernels, tables));
  return runDense(problem, plan, localRunner(worker, plan));
}
