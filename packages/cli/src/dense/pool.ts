import { Worker } from "node:worker_threads";
import { CandorError } from "@candor/core/numeric";
import { serveTasks, type Task, type TaskServer, type WorkerSetup } from "./worker-tasks.js";

// Run from source, as tests do, threads still need the compiled worker.
const SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/dense/worker.js" : "./worker.js",
  import.meta.url,
);

interface Answer {
  readonly result?: unknown;
  readonly problems?: CandorError["problems"];
  readonly message?: string;
}

/** A worker thread that answers one task at a time. */
class Thread implements TaskServer {
  private readonly worker: Worker;
  private settle?: { resolve(value: unknown): void; reject(error: Error): void } | undefined;
  private failure?: Error;

  constructor(setup: WorkerSetup) {
    this.worker = new Worker(SCRIPT, { workerData: setup });
    this.worker.on("message", (answer: Answer) => this.answer(answer));
    this.worker.on("error", (error) => this.fail(error));
    this.worker.on("exit", () => this.fail(new Error("A worker thread ended early.")));
  }

  run(task: Task): Promise<unknown> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.worker.postMessage(task);
    });
  }

  close(): void {
    this.fail(new Error("The session was closed."));
    void this.worker.terminate();
  }

  private answer({ result, problems, message }: Answer): void {
    const settle = this.settle;
    this.settle = undefined;
    if (problems) settle?.reject(new CandorError(problems));
    else if (message !== undefined) settle?.reject(new Error(message));
    else settle?.resolve(result);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.settle?.reject(this.failure);
    this.settle = undefined;
  }
}

interface MapOptions<T> {
  readonly each?: () => void;
  /** Once this holds for a result no further task starts, and results may end early. */
  readonly enough?: (result: T) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Worker threads, or this thread where `threads` is 0; tasks are handed out in order. */
export class Pool {
  private readonly servers: TaskServer[];
  private readonly local: boolean;

  constructor(setup: Omit<WorkerSetup, "worker">) {
    const { threads } = setup;
    this.local = threads === 0;
    this.servers = this.local
      ? [serveTasks({ ...setup, worker: 0 })]
      : Array.from({ length: threads }, (_, worker) => new Thread({ ...setup, worker }));
  }

  /** Results in task order. An abort takes effect after the tasks under way. */
  async map<T>(tasks: readonly Task[], { each, enough, signal }: MapOptions<T>): Promise<T[]> {
    if (this.servers.length === 0) throw new Error("The session was closed.");
    const results: T[] = [];
    let next = 0;
    let stop = false;
    const drain = async (server: TaskServer) => {
      while (next < tasks.length && !stop) {
        const task = next++;
        results[task] = (await server.run(tasks[task])) as T;
        if (enough?.(results[task])) stop = true;
        each?.();
        // On this thread, let timers and with them an abort through.
        if (this.local) await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
      }
    };
    const stopOnError = (error: unknown) => {
      stop = true;
      throw error;
    };
    const ends = await Promise.allSettled(this.servers.map((server) => drain(server).catch(stopOnError)));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    return results;
  }

  /** Ends the threads and closes files. */
  readonly close = (): void => {
    for (const server of this.servers.splice(0)) server.close();
  };
}
