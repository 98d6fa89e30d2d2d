/** Runs vitest and counts, from its own JSON report, what passed, failed and was skipped. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { root, runNode } from './process.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} [failures] what failed, each with its file, its name and the beginning of what it says
 * @property {string} [reason] in one line, when something failed that is not a test: nothing to run, a file that does
 *   not load
 */

/** What to give to node so that it runs a project of vitest.config.ts and leaves a report. */
export function vitestArguments(project) {
  return [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportOf(project)}`,
  ];
}

const reportOf = (project) => path.join(root, 'test-results', `${project}.json`);

/**
 * @param {string} project of vitest.config.ts
 * @param {(args: string[]) => Promise<number>} [start] runs node with these arguments, returns its exit code
 * @returns {Promise<Counts>}
 */
export async function runProject(project, start = async (args) => (await runNode(args)).code) {
  await fs.rm(reportOf(project), { force: true });
  const code = await start(vitestArguments(project));
  const report = await fs
    .readFile(reportOf(project), 'utf8')
    .then(JSON.parse)
    .catch(() => null);
  const stopped = `vitest ended with ${code}`;
  if (report === null) return { passed: 0, failed: 1, skipped: 0, reason: `${stopped} and no report` };
  const passed = report.numPassedTests;
  const failed = report.numFailedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (failed > 0) return { passed, failed, skipped, failures: failuresOf(report) };
  const none = passed + skipped === 0 && report.numTotalTestSuites === 0;
  if (none) return { passed, failed: 1, skipped, reason: `project ${project} has no test` };
  if (code !== 0) return { passed, failed: 1, skipped, reason: stopped, failures: failuresOf(report) };
  return { passed, failed, skipped };
}

/** So that the end of a long log, which is often all that is kept of it, says what to mend. */
function failuresOf(report) {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name);
    const tests = assertionResults.filter((result) => result.status === 'failed');
    // A file that did not load has no test that failed.
    if (status === 'failed' && tests.length === 0) return [`${file}: ${beginning(message)}`];
    return tests.map(
      ({ fullName, failureMessages }) => `${file} › ${fullName}: ${beginning(failureMessages.join('\n'))}`,
    );
  });
}

const SHOWN_LINES = 8;

const beginning = (text) => text.trim().split('\n').slice(0, SHOWN_LINES).join('\n    ');
