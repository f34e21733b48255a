import { parentPort, workerData } from "node:worker_threads";
import { CandorError } from "@candor/core/numeric";
import { serveTally, type TallySetup, type TallyTask } from "./tally-tasks.js";

const answer = serveTally(workerData as TallySetup);

parentPort!.on("message", (task: TallyTask) => {
  try {
    parentPort!.postMessage({ result: answer(task) });
  } catch (error) {
    const problems = error instanceof CandorError ? error.problems : undefined;
    parentPort!.postMessage({ problems, message: String((error as Error)?.stack ?? error) });
  }
});
