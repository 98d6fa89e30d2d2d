/** Routes that the tenant's fields speak against, in words: told when they are set. */
import type { RouteProblem } from '../core/route/route-problems.ts';
import { routeFaults, type RouteFault } from '../shared/route-faults.ts';
import { emit, tell, type Terminal } from './terminal.ts';

export const isRouteFault = (value: unknown): value is RouteFault =>
  (routeFaults as readonly unknown[]).includes(value);

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
