export * from "./beliefs.js";
export * from "./composition.js";
export * from "./environment.js";
export * from "./mechanism.js";
export * from "./perspective.js";
export * from "./profile-view.js";
export * from "./profiles.js";
export * from "./tabulation.js";
