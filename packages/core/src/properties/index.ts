export * from "./property.js";
export * from "./registry.js";
export * from "./verdict.js";
