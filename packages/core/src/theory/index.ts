export * from "./comparative-statics/index.js";
export { type Implementation, implement } from "./implement.js";
export { type TransferOptions, type Transfers, type TypeTransfer, transfersFor } from "./implementability.js";
export { type AgentComparison, compareRevenue, type RevenueComparison } from "./revenue-equivalence.js";
export { type ValueShape, valueShapes } from "./value-shape.js";
