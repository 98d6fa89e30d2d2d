/** The two names under which main process and preload find each other. */
export const channels = { call: 'classeur:call', event: 'classeur:event' } as const;
