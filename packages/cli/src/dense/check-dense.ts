import { availableParallelism } from "node:os";
import {
  type DensePlan,
  type DenseProblem,
  type DenseReport,
  type DenseRunner,
  densePlan,
  fail,
  type JointPart,
  type ProfilePart,
  runDense,
  type Skeleton,
} from "@candor/core/numeric";
import { Pool } from "./pool.js";
import { type DenseTables, openTables } from "./tables.js";

export interface DenseOptions {
  /** Worker threads; 0 runs here. Default: two, or as many as there are cores; none below 10^6 entries. */
  readonly workers?: number;
  /** Use the plain TypeScript kernels; the result is the same to the last bit. */
  readonly plain?: boolean;
  /** Called after every task with the number of tasks done and known so far. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborts the check; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const WORTH_THREADS = 1e6;

/**
 * Checks a mechanism given as dense tables for incentive compatibility under beliefs: per agent the largest interim
 * gain ε_i = max_{t,r} E[v_i(t)q_i(r,·) − p_i(r,·) | t] − E[v_i(t)q_i(t,·) − p_i(t,·) | t] with the type and report
 * that attain it, interim utilities and participation, expected payments; and over all profiles participation and
 * budget ex post. Every figure comes with a bound on its rounding error. The result is the same to the last bit
 * whatever the number of workers.
 *
 * @param problem types per agent, values, outside options and beliefs; see {@link DenseProblem}.
 * @param tables arrays, slabs (read in place, the fastest) or .npy files (streamed through a few megabytes).
 * @returns per agent and overall figures; ties go to the lowest type, report and profile.
 * @throws CandorError `invalid-shape`, `wrong-shape`, `invalid-beliefs`, `bad-cell` (names the first entry that is not
 * finite or negative), `not-shared`, `missing-prior`, `tables-in-use`, `truncated-file` and other faults of .npy files.
 *
 * Time O(profiles × agents); with a joint prior additionally O(profiles × agents × rank), where rank is the number of
 * types or of the prior's rows that certifiably generate all others.
 */
export async function checkDense(
  problem: DenseProblem,
  tables: DenseTables,
  options: DenseOptions = {},
): Promise<DenseReport> {
  options.signal?.throwIfAborted();
  const session = openDense(problem, tables, options);
  try {
    return await session.check(options);
  } finally {
    session.close();
  }
}

/** Threads that stay up between checks of the same tables, whose contents may change in between. */
export interface DenseSession {
  check(options?: Pick<DenseOptions, "onProgress" | "signal">): Promise<DenseReport>;
  close(): void;
}

/** Starts what {@link checkDense} needs and keeps it; call `close` when done. One check at a time. Throws as it does. */
export function openDense(
  problem: DenseProblem,
  tables: DenseTables,
  options: Pick<DenseOptions, "workers" | "plain"> = {},
): DenseSession {
  const plan = densePlan(problem);
  const threads = threadCount(plan.layout.profiles * problem.shape.length, tables, options);
  openTables(problem, tables, threads).close();
  const pool = new Pool({ problem, tables, threads, plain: options.plain ?? false });
  return {
    async check({ onProgress, signal } = {}) {
      const release = reserve(tables);
      try {
        return await runDense(problem, plan, poolRunner(plan, pool, onProgress, signal));
      } finally {
        release();
      }
    },
    close: pool.close,
  };
}

/** Checks in slabs use scratch space beside the tables, so one at a time. Throws `tables-in-use`. */
function reserve(tables: DenseTables): () => void {
  if (tables.kind !== "slabs") return () => {};
  if (Atomics.exchange(tables.busy, 0, 1) === 1) {
    fail("tables-in-use", "tables", "Another check of these slabs is under way; await it first.");
  }
  return () => {
    Atomics.store(tables.busy, 0, 0);
  };
}

function poolRunner(
  plan: DensePlan,
  pool: Pool,
  onProgress: DenseOptions["onProgress"],
  signal: AbortSignal | undefined,
): DenseRunner {
  let total = plan.layout.tasks + plan.axes.reduce((sum, axis) => sum + axis.tasks, 0);
  let done = 0;
  const each = () => {
    done++;
    total = Math.max(total, done);
    onProgress?.(done, total);
  };
  return {
    async profiles() {
      const tasks = range(plan.layout.tasks).map((task) => ({ kind: "profiles" as const, task }));
      const enough = (part: ProfilePart) => part.bad !== undefined;
      const parts = await pool.map<ProfilePart>(tasks, { each, enough, signal });
      return parts.filter((part) => part !== undefined);
    },
    async locate(slot, spot) {
      return (await pool.map<number>([{ kind: "locate", slot, spot }], { signal }))[0];
    },
    async guess(agent) {
      return (await pool.map<Skeleton | undefined>([{ kind: "guess", agent }], { signal }))[0];
    },
    joint(agent, skeleton) {
      const tasks = range(plan.axes[agent].tasks);
      return pool.map<JointPart>(
        tasks.map((task) => ({ kind: "joint" as const, agent, skeleton, task })),
        { each, signal },
      );
    },
  };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, k) => k);
}

function threadCount(entries: number, tables: DenseTables, options: Pick<DenseOptions, "workers">): number {
  const automatic = entries < WORTH_THREADS ? 0 : Math.min(2, availableParallelism());
  const wanted = options.workers ?? automatic;
  return tables.kind === "slabs" ? Math.min(wanted, tables.workers) : wanted;
}
