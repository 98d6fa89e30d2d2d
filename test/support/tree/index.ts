export { compare, isPerfect, sha256 } from './check.ts';
export type { Comparison, Expected, Held } from './check.ts';
export { buildTree, drawers, employeeFolder, folderOf, settingsOf, targetKey, targets } from './folders.ts';
export type { Drawer, SettingsWishes } from './folders.ts';
export { filable, placeAll, planned, twoHundredDocuments } from './plan.ts';
export type { PlannedDocument, Wish } from './plan.ts';
export { play, troubleDocuments, troubleRoutes } from './trouble.ts';
export type { Moment, Prelude, Step, Trouble } from './trouble.ts';
