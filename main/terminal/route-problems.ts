/** Routes that the tenant's fields speak against, in words: told when they are set. */
import type { RouteFault, RouteProblem } from '../core/route/route-problems.ts';
import { emit, tell, type Terminal } from './terminal.ts';

const faults: Readonly<Record<RouteFault, true>> = {
  'field-unknown': true,
  'part-unknown': true,
  'part-needed': true,
  'no-file': true,
  'read-only': true,
  'kind-differs': true,
  'kind-unknown': true,
};

export const isRouteFault = (value: unknown): value is RouteFault =>
  typeof value === 'string' && Object.hasOwn(faults, value);

export function tellRouteProblems(terminal: Terminal, problems: readonly RouteProblem[]): void {
  const { say } = terminal;
  for (const { route, target, why } of problems) {
    emit(terminal, 'finding', { topic: 'route-served', verdict: 'no', route, target, why });
    tell(
      terminal,
      `${say('doctor.topic.route-served')} ${say('doctor.no')}  target=${target}  ${say(`route.${why}`)}`,
    );
  }
}
