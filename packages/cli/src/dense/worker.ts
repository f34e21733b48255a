import { parentPort, workerData } from "node:worker_threads";
import { CandorError } from "@candor/core/numeric";
import { serveTasks, type Task, type WorkerSetup } from "./worker-tasks.js";

const server = serveTasks(workerData as WorkerSetup);

parentPort!.on("message", async (task: Task) => {
  try {
    parentPort!.postMessage({ result: await server.run(task) });
  } catch (error) {
    const problems = error instanceof CandorError ? error.problems : undefined;
    parentPort!.postMessage({ problems, message: String(error) });
  }
});
