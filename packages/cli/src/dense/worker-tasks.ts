import {
  type DensePlan,
  type DenseProblem,
  DenseWorker,
  denseHeapLength,
  densePlan,
  loadKernels,
  type Skeleton,
  type Spot,
} from "@candor/core/numeric";
import { inPlaceReader } from "./slabs.js";
import { type DenseTables, openTables } from "./tables.js";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly problem: DenseProblem;
  readonly tables: DenseTables;
  readonly plain: boolean;
  /** Number of this worker, and whether it shares tables with others. */
  readonly worker: number;
  readonly threads: number;
}

export type Task =
  | { readonly kind: "profiles"; readonly task: number }
  | { readonly kind: "locate"; readonly slot: number; readonly spot: Spot }
  | { readonly kind: "guess"; readonly agent: number }
  | {
      readonly kind: "joint";
      readonly agent: number;
      readonly skeleton: Skeleton | undefined;
      readonly task: number;
    };

export interface TaskServer {
  run(task: Task): Promise<unknown>;
  close(): void;
}

/** One worker's tasks, on this thread: tables in slabs are read in place, others through one bounded heap. */
export function serveTasks(setup: WorkerSetup): TaskServer {
  const { problem, tables, plain } = setup;
  const plan = densePlan(problem);
  const open = openTables(problem, tables, setup.threads);
  let general: Promise<DenseWorker> | undefined;
  const copying = () => (general ??= makeCopying());
  const slabs = new Map<number, Promise<DenseWorker>>();

  async function makeCopying(): Promise<DenseWorker> {
    const kernels = await loadKernels(denseHeapLength(plan), { plain });
    return new DenseWorker(kernels, problem, plan, open.reader(kernels));
  }

  function forProfiles(task: number): Promise<DenseWorker> {
    if (tables.kind !== "slabs" || plain) return copying();
    const slab = Math.floor((task * plan.layout.taskLength) / tables.slabLength);
    let worker = slabs.get(slab);
    if (!worker) slabs.set(slab, (worker = inPlace(setup, plan, slab)));
    return worker;
  }

  return {
    async run(task) {
      if (task.kind === "profiles") return (await forProfiles(task.task)).profiles(task.task);
      if (task.kind === "locate") {
        const worker = await forProfiles(Math.floor(task.spot.x / plan.layout.taskLength));
        return worker.locate(task.slot, task.spot);
      }
      const worker = await copying();
      return task.kind === "guess"
        ? worker.guess(task.agent)
        : worker.joint(task.agent, task.skeleton, task.task);
    },
    close: open.close,
  };
}

async function inPlace(setup: WorkerSetup, plan: DensePlan, slab: number): Promise<DenseWorker> {
  const tables = setup.tables;
  if (tables.kind !== "slabs") throw new TypeError("not in slabs");
  const kernels = await loadKernels(0, { memory: tables.slabs[slab].memory });
  const reader = inPlaceReader(kernels, tables, slab);
  return new DenseWorker(kernels, setup.problem, plan, reader, setup.worker * tables.scratch);
}
