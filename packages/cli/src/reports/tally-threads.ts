import { Worker } from "node:worker_threads";
import { CandorError, type Problem } from "@candor/core/numeric";
import type { Duplicates } from "./find-duplicates.js";
import {
  type BlockResult,
  type BlockTask,
  type DuplicatesTask,
  type FinishResult,
  type FinishTask,
  serveTally,
  type TallyResult,
  type TallySetup,
  type TallyTask,
} from "./tally-tasks.js";

// Run from source, as tests do, threads still need the compiled worker.
const SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/reports/tally-worker.js" : "./tally-worker.js",
  import.meta.url,
);

type ResultOf<T extends TallyTask> = T extends BlockTask
  ? BlockResult
  : T extends FinishTask
    ? FinishResult
    : T extends DuplicatesTask
      ? Duplicates
      : never;

/** Answers tasks in the order they were given. */
export interface TallyServer {
  run<T extends TallyTask>(task: T): Promise<ResultOf<T>>;
  close(): void;
}

/** On this thread. */
export function localServer(setup: TallySetup): TallyServer {
  const answer = serveTally(setup);
  return {
    run: async <T extends TallyTask>(task: T) => answer(task) as ResultOf<T>,
    close() {},
  };
}

interface Answer {
  readonly result?: TallyResult;
  readonly problems?: readonly Problem[];
  readonly message?: string;
}

/** On a thread of its own; tasks wait there for their turn. */
export function threadServer(setup: TallySetup): TallyServer {
  // Most of what a thread allocates is short-lived; small nurseries keep it small.
  const worker = new Worker(SCRIPT, { workerData: setup, resourceLimits: { maxYoungGenerationSizeMb: 8 } });
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  let failure: Error | undefined;
  const failAll = (error: Error) => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on("message", ({ result, problems, message }: Answer) => {
    const next = waiting.shift();
    if (result !== undefined) next?.resolve(result);
    else next?.reject(problems ? new CandorError(problems) : new Error(message));
  });
  worker.on("error", failAll);
  worker.on("exit", () => failAll(new Error("A worker thread ended early.")));
  return {
    run<T extends TallyTask>(task: T): Promise<ResultOf<T>> {
      if (failure) return Promise.reject(failure);
      const answered = new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      worker.postMessage(task, task.kind === "block" ? [task.bytes.buffer] : []);
      return answered as Promise<ResultOf<T>>;
    },
    close: () => void worker.terminate(),
  };
}
