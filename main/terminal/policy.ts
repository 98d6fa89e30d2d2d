/** The organisation's policy as the terminal speaks of it: what it has decided, or why it cannot be used. */
import type { PolicyRefused } from '../adapters/settings/read-policy.ts';
import { emit, refused, tell, type Refused, type Terminal } from './terminal.ts';

/** What is decided for this machine, and in which file: `check` and `doctor` tell it. */
export function tellPolicy(terminal: Terminal): void {
  const { file, locked, allowedHosts } = terminal.policy;
  if (file === null) return;
  emit(terminal, 'policy', { file, settings: locked, allowedHosts });
  const settings = locked.join(', ');
  tell(terminal, terminal.say(settings === '' ? 'policy.nothing' : 'policy.sets', { file, settings }));
  if (allowedHosts.length > 0)
    tell(terminal, terminal.say('policy.hosts', { file, hosts: allowedHosts.join(', ') }));
}

export function policyRefusal({ code, file, problem }: PolicyRefused): Refused {
  if (code === 'unsafe') return refused('refused.policy-unsafe', { file, place: problem.path });
  if (code === 'unreadable') return refused('refused.policy-unreadable', { file });
  const { path, message } = problem;
  return refused('refused.policy-invalid', { file, path: path === '' ? '.' : path, message });
}
