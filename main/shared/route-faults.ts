/** What the tenant's fields may say against a route. `part`: the sub-field that `file` names. */
export const routeFaults = [
  'field-unknown',
  'part-unknown',
  'part-needed',
  'no-file',
  'read-only',
  'kind-differs',
  'kind-unknown',
] as const;
export type RouteFault = (typeof routeFaults)[number];
