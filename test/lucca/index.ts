/** The emulator of Lucca. `docs/EMULATOR.md` explains it. */
export { defaultClient, defaultKey, startEmulator } from './server.ts';
export type { EmulatorOptions } from './server.ts';
export type { Emulator, FileView, ValueInput } from './emulator.ts';
export { fictionalCompany } from './company.ts';
export type { FictionalCompanyOptions } from './company.ts';
export { controlEmulator } from './control.ts';
export type { EmulatorControl } from './control.ts';
export { everyRight } from './model.ts';
export type {
  ApiKey,
  Company,
  Employee,
  Field,
  OAuthClient,
  Rights,
  SectionRight,
  StoredFile,
  SubField,
} from './model.ts';
export type { Fault, FaultMatch, FaultRule } from './faults.ts';
export type { EntryMatch, Journal, RequestEntry } from './journal.ts';
export type { Attachment, Holding } from './store.ts';
export { defaultSwitches, listSwitches } from './switches.ts';
export type { SwitchName, Switches } from './switches.ts';
