// One thread of the ironed bound over shared memory: answers each message with the sum over its lines.
import { parentPort, workerData } from "node:worker_threads";
import { openIroning } from "@candor/core/auctions";

const { sizes, values, memory, worker } = workerData;
const ironing = await openIroning(sizes, values, { memory, worker });
parentPort.on("message", ({ bidder, from, to }) => parentPort.postMessage(ironing.iron(bidder, from, to)));
parentPort.postMessage("ready");
